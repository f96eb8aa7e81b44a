namespace Quanta.Reporting.Tests.Gallery;

public sealed class GalleryTests
{
    private static readonly string Docs = Path.Combine(Repository.Root, "docs");

    [Fact]
    public void Gallery_is_what_the_library_draws()
    {
        if (Environment.GetEnvironmentVariable("QUANTA_GALLERY") == "write") Write();
        foreach (var (path, text) in GalleryPage.Files())
        {
            var committed = File.ReadAllText(Path.Combine(Docs, path));
            Assert.True(EmbeddedPictures.Decoded(committed) == EmbeddedPictures.Decoded(text),
                $"docs/{path} is not what the library draws; see docs/gallery.md for how to make it again.");
        }
    }

    [Fact]
    public void Gallery_holds_nothing_else()
    {
        string[] expected = [.. GalleryPage.Files().Select(file => file.Path).Where(path =>
            path.StartsWith("gallery/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        string[] found = [.. Directory.GetFiles(Path.Combine(Docs, "gallery")).Select(file => "gallery/"
            + Path.GetFileName(file)).Order(StringComparer.Ordinal)];
        Assert.Equal(expected, found);
    }

    private static void Write()
    {
        foreach (var file in Directory.GetFiles(GalleryData.Folder)) File.Delete(file);
        foreach (var (path, text) in GalleryPage.Files()) File.WriteAllText(Path.Combine(Docs, path), text);
    }
}
