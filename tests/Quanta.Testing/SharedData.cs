using Xunit;

namespace Quanta.Testing;

/// <summary>Real data and reference results that lie beside a checkout, in ../shared, and are not part of it.</summary>
public static class SharedData
{
    private static readonly string? Folder = Find();

    /// <summary>The full path of ../shared/<paramref name="relative"/>.</summary>
    public static string Path(string relative) =>
        System.IO.Path.Combine(Folder ?? throw new DirectoryNotFoundException("There is no ../shared beside this checkout."), relative);

    internal static string? WhyMissing(string relative) =>
        Folder is not null && System.IO.Path.Exists(System.IO.Path.Combine(Folder, relative)) ? null : $"needs ../shared/{relative}, which is not beside this checkout";

    private static string? Find()
    {
        var shared = System.IO.Path.Combine(Repository.Root, "..", "shared");
        return Directory.Exists(shared) ? System.IO.Path.GetFullPath(shared) : null;
    }
}

/// <summary>A fact that is skipped, with the reason, where the named file or folder of ../shared is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute(string needs) => Skip = SharedData.WhyMissing(needs);
}

/// <summary>A theory that is skipped, with the reason, where the named file or folder of ../shared is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute(string needs) => Skip = SharedData.WhyMissing(needs);
}
