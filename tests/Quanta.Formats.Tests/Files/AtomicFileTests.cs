using Quanta.Formats.Files;

namespace Quanta.Formats.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_target_appears_only_when_whole()
    {
        var path = _folder.File("a.txt");
        AtomicFile.Write(path, stream =>
        {
            stream.Write("one"u8);
            Assert.False(File.Exists(path));
        });
        AtomicFile.WriteText(path, "two é");

        Assert.Equal("two é"u8.ToArray(), File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_failure_leaves_the_old_content_and_no_other_file()
    {
        var path = _folder.File("a.txt");
        AtomicFile.WriteText(path, "old");

        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, _ => throw new InvalidOperationException("The writer fails.")));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void What_a_killed_process_left_is_overwritten()
    {
        var path = _folder.File("a.txt");
        File.WriteAllText(path + AtomicFile.PartialSuffix, "a longer half-written text");

        AtomicFile.WriteText(path, "new");

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Two_writers_of_one_file_do_not_mix()
    {
        using var first = new AtomicFileWriter(_folder.File("a.txt"));

        Assert.Throws<IOException>(() => new AtomicFileWriter(_folder.File("a.txt")));
    }
}
