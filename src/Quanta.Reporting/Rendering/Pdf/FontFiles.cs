namespace Quanta.Reporting.Rendering;

/// <summary>Finds TrueType files to embed: PDF needs the font itself, and no font may be taken for granted on a server.</summary>
internal static class FontFiles
{
    // Regular and bold, best first: the widths that layout reckons with are DejaVu's, and the others are no wider.
    private static readonly (string Regular, string Bold)[] Known =
    [
        ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
        ("Verdana.ttf", "Verdana Bold.ttf"),
        ("verdana.ttf", "verdanab.ttf"),
        ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
        ("Arial.ttf", "Arial Bold.ttf"),
        ("arial.ttf", "arialbd.ttf"),
        ("FreeSans.ttf", "FreeSansBold.ttf"),
    ];

    private static EnumerationOptions Search => new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    /// <summary>The paths of a regular and a bold font, the first of the known ones that some folder holds (searched with its subfolders).</summary>
    /// <exception cref="FileNotFoundException">None is there; the message says what to do.</exception>
    public static (string Regular, string Bold) Find(IReadOnlyList<string> folders)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in folders.Where(Directory.Exists))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.ttf", Search).Order(StringComparer.Ordinal))
                found.TryAdd(Path.GetFileName(file), file);
        }
        foreach (var (regular, bold) in Known)
            if (found.TryGetValue(regular, out var path)) return (path, found.GetValueOrDefault(bold, path));
        throw new FileNotFoundException(
            $"A PDF embeds its font, but none of {string.Join(", ", Known.Select(known => known.Regular))} was found under "
                + $"{string.Join(", ", folders)}; "
            + "install one (on Debian: apt-get install fonts-dejavu-core) or name a folder that holds one.");
    }
}
