using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Tests.Gallery;

/// <summary>The gallery's tables: numbers read off the published figures, in docs/gallery/data.</summary>
internal static class GalleryData
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "docs", "gallery");

    public static Frame Read(string name) => FrameFiles.ReadCsv(Path.Combine(Folder, "data", name + ".csv"));
}
