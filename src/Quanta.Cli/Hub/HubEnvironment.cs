using System.Globalization;
using System.Text.RegularExpressions;
using Quanta.LanguageModels.Hub;

namespace Quanta.Cli.Hub;

/// <summary>What the hub's own environment variables say: where its cache is, where the hub is, who the user is.</summary>
/// <param name="variable">A variable's value; null where it is not set.</param>
/// <param name="home">The user's folder.</param>
internal sealed partial class HubEnvironment(Func<string, string?> variable, string home)
{
    private const string TokenFileName = "token";
    private static readonly string[] Yes = ["1", "ON", "YES", "TRUE"];

    /// <summary>Of this process.</summary>
    public static HubEnvironment OfProcess { get; } = new(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>The cache's folder: HF_HUB_CACHE, else HUGGINGFACE_HUB_CACHE, else hub in HF_HOME.</summary>
    public string Cache => Folder("HF_HUB_CACHE") ?? Folder("HUGGINGFACE_HUB_CACHE") ?? Path.Combine(Home, "hub");

    /// <summary>HF_HOME, else huggingface in XDG_CACHE_HOME or ~/.cache.</summary>
    private string Home => Folder("HF_HOME") ?? Path.Combine(Folder("XDG_CACHE_HOME") ?? Path.Combine(home, ".cache"), "huggingface");

    /// <summary>How to fetch.</summary>
    /// <param name="cache">The cache, where the user names one.</param>
    /// <param name="endpoint">The hub, where the user names one.</param>
    /// <exception cref="UsageException">A variable or the endpoint makes no sense.</exception>
    public HubOptions ToOptions(string? cache, string? endpoint)
    {
        var plain = new HubOptions { Cache = cache ?? Cache };
        return plain with
        {
            Endpoint = endpoint is not null ? Address("--endpoint", endpoint) : Set("HF_ENDPOINT") is { } address ? Address("HF_ENDPOINT", address) : plain.Endpoint,
            Token = Token(),
            IsOffline = Is("HF_HUB_OFFLINE") || Is("TRANSFORMERS_OFFLINE"),
            MakeLinks = !Is("HF_HUB_DISABLE_SYMLINKS"),
            HeaderTimeout = Seconds("HF_HUB_ETAG_TIMEOUT") ?? plain.HeaderTimeout,
            ReadTimeout = Seconds("HF_HUB_DOWNLOAD_TIMEOUT") ?? plain.ReadTimeout,
        };
    }

    /// <summary>HF_TOKEN, else what the file at HF_TOKEN_PATH holds, where logging in leaves it, unless it is not to be used unasked.</summary>
    private string? Token()
    {
        if (Is("HF_HUB_DISABLE_IMPLICIT_TOKEN")) return null;
        var path = Folder("HF_TOKEN_PATH") ?? Path.Combine(Home, TokenFileName);
        var token = (Set("HF_TOKEN") ?? (File.Exists(path) ? File.ReadAllText(path) : "")).Trim();
        if (token.Any(c => !char.IsAscii(c) || char.IsControl(c) || c == ' '))
            throw new UsageException($"The hub's token, from HF_TOKEN or {path}, holds characters that no token has.");
        return token.Length > 0 ? token : null;
    }

    private string? Set(string name) => variable(name)?.Trim() is { Length: > 0 } value ? value : null;

    private bool Is(string name) => Set(name) is { } value && Yes.Contains(value.ToUpperInvariant());

    private TimeSpan? Seconds(string name)
    {
        if (Set(name) is not { } text) return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1e6
            ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException($"{name} must be a number of seconds above 0, but it is \"{text}\".");
    }

    private static Uri Address(string name, string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address
        : throw new UsageException($"{name} must be the address of a hub, such as https://huggingface.co, but it is \"{text}\".");

    /// <summary>A path, with ~ and variables ($NAME, ${NAME}, on Windows %NAME%) in it replaced.</summary>
    private string? Folder(string name)
    {
        if (Set(name) is not { } path) return null;
        path = Variables().Replace(path, match => variable(match.Groups[1].Value + match.Groups[2].Value) ?? match.Value);
        if (OperatingSystem.IsWindows()) path = Environment.ExpandEnvironmentVariables(path);
        return path is "~" or ['~', '/' or '\\', ..] ? Path.Combine(home, path[1..].TrimStart('/', '\\')) : path;
    }

    [GeneratedRegex(@"\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})", RegexOptions.CultureInvariant)]
    private static partial Regex Variables();
}
