using Quanta.Discovery.Losses;

namespace Quanta.Cli.Options;

/// <summary>What --model names: folders, or OWNER/NAME and OWNER/NAME@REVISION in the Hugging Face cache, which is found as its own tools find it.</summary>
internal static class ModelPaths
{
    /// <summary>The models that a path or a name means, see <see cref="ModelFolder.Find"/>.</summary>
    public static IReadOnlyList<ModelFolder> Find(string name) => ModelFolder.Find(HubCache.Resolve(name, Cache()));

    private static string Cache() =>
        Environment.GetEnvironmentVariable("HF_HUB_CACHE") is { Length: > 0 } cache ? cache
        : Environment.GetEnvironmentVariable("HF_HOME") is { Length: > 0 } home ? Path.Combine(home, "hub")
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "huggingface", "hub");
}
