namespace Quanta.Testing;

/// <summary>The checkout that the tests run from.</summary>
public static class Repository
{
    /// <summary>The folder that holds Quanta.sln.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Quanta.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException($"No Quanta.sln was found above {AppContext.BaseDirectory}.");
    }
}
