using Quanta.Discovery.Corpus.Making;

namespace Quanta.Discovery.Tests.Corpus.Making;

public sealed class DotnetDocsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_type_and_its_members_become_one_text()
    {
        Write("9.0.5", "Old", "<member name=\"T:Old.Thing\"><summary>Old.</summary></member>");
        Write("10.0.1", "Sample", """
            <member name="T:My.Box`1"><summary>Holds a  <see cref="T:System.Collections.Generic.List`1" />
              of <typeparamref name="T" />.</summary><typeparam name="T">The content.</typeparam></member>
            <member name="M:My.Box`1.#ctor(System.Int32)"><summary>Makes a box.</summary><param name="size">Its size.</param></member>
            <member name="M:My.Box`1.Put``1(`0,System.Collections.Generic.IDictionary{System.String,``0[]}@)">
              <summary>Puts <paramref name="item" /> in.<para>See <see langword="null" />.</para></summary>
              <typeparam name="TKey">Keys.</typeparam><param name="item">What.</param><param name="map">Where.</param>
              <returns><see langword="true" /> if it fits.</returns>
              <exception cref="T:System.ArgumentNullException"><paramref name="item" /> is <see langword="null" />.</exception></member>
            <member name="P:My.Box`1.Count"><value>How many: <list type="bullet"><item><term>0</term><description>none</description></item><item><description>or some</description></item></list></value></member>
            """);
        var text = Assert.Single(DotnetDocs.Read(_folder.Path));
        Assert.Equal(("dotnet-docs", "Sample/My.Box`1"), (text.Kind, text.Name));
        Assert.Equal(
            """
            My.Box<T>

            Holds a List of T.
            T: The content.

            Box(Int32 size)
            Makes a box.
            size: Its size.

            Put<TKey>(T item, ref IDictionary<String, TKey[]> map)
            Puts item in.
            See null.
            TKey: Keys.
            item: What.
            map: Where.
            Returns: true if it fits.
            Throws ArgumentNullException: item is null.

            Count
            Value: How many:
            - 0: none
            - or some

            """.ReplaceLineEndings("\n"), text.Text);
    }

    [Fact]
    public void Damaged_or_missing_documentation_is_named()
    {
        Assert.Contains("--dotnet-root", Assert.Throws<InvalidDataException>(() => DotnetDocs.Read(_folder.Path)).Message, StringComparison.Ordinal);
        Write("1.0", "Broken", "<member");
        Assert.Contains("Broken.xml", Assert.Throws<InvalidDataException>(() => DotnetDocs.Read(_folder.Path).ToList()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_of_text_are_read_in_order_and_bad_bytes_named()
    {
        var folder = Directory.CreateDirectory(_folder.File("texts"));
        File.WriteAllText(Path.Combine(folder.FullName, "b.txt"), "second");
        File.WriteAllText(Path.Combine(folder.CreateSubdirectory("a").FullName, "x.md"), "first");
        File.WriteAllText(Path.Combine(folder.FullName, "picture.png"), "no");
        Assert.Equal(["first", "second"], TextFolder.Read("k", folder.FullName).Select(text => text.Text));
        File.WriteAllBytes(Path.Combine(folder.FullName, "c.txt"), [0xff, 0xfe, 0xff]);
        Assert.Contains("c.txt", Assert.Throws<InvalidDataException>(() => TextFolder.Read("k", folder.FullName).ToList()).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<InvalidDataException>(() => TextFolder.Read("k", _folder.File("none"))).Message, StringComparison.Ordinal);
    }

    private void Write(string version, string name, string members)
    {
        var folder = Directory.CreateDirectory(_folder.File($"packs/My.Ref/{version}/ref/net10.0"));
        File.WriteAllText(Path.Combine(folder.FullName, name + ".xml"), $"<doc><assembly><name>{name}</name></assembly><members>{members}</members></doc>");
    }
}
