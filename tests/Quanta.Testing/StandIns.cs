namespace Quanta.Testing;

/// <summary>Contents that stand in for the file that was meant, and what each is called.</summary>
public static class StandIns
{
    public static IReadOnlyList<(string Content, string Name)> Contents { get; } =
    [
        ("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n", "a Git LFS pointer"),
        ("<!DOCTYPE html><html><body>Access denied</body></html>", "an HTML page"),
        ("\uFEFF\n <HTML>\n", "an HTML page"),
        ("PAR1\x15\x04columns PAR1", "a Parquet file"),
        ("", "empty"),
    ];
}
