using System.Text.RegularExpressions;

namespace Quanta.LanguageModels.Hub;

public enum HubKind
{
    Model,
    Dataset,
}

/// <summary>A repository on the hub: OWNER/NAME, or NAME alone for the oldest.</summary>
public sealed partial record HubRepository
{
    private const int LongestName = 96;

    private HubRepository(HubKind kind, string name) => (Kind, Name) = (kind, name);

    public HubKind Kind { get; }

    /// <summary>OWNER/NAME, or NAME.</summary>
    public string Name { get; }

    /// <summary>Its folder in a cache: models--OWNER--NAME.</summary>
    public string FolderName => $"{Plural}--{Name.Replace("/", "--", StringComparison.Ordinal)}";

    /// <summary>The path of its API: api/models/OWNER/NAME.</summary>
    internal string ApiPath => $"api/{Plural}/{Name}";

    /// <summary>The path of its page and of its files: OWNER/NAME, with datasets/ before those of data sets.</summary>
    internal string PagePath => Kind == HubKind.Model ? Name : $"{Plural}/{Name}";

    internal string Noun => Kind == HubKind.Model ? "model" : "data set";

    private string Plural => Kind == HubKind.Model ? "models" : "datasets";

    /// <summary>Whether a text has the form of a repository's name.</summary>
    public static bool IsName(string text) =>
        text.Length <= LongestName && Names().IsMatch(text) && !text.Contains("--", StringComparison.Ordinal) && !text.Contains("..", StringComparison.Ordinal);

    /// <exception cref="ArgumentException">The name has another form.</exception>
    public static HubRepository Of(HubKind kind, string name) => IsName(name)
        ? new HubRepository(kind, name)
        : throw new ArgumentException($"\"{name}\" is no name of the hub: OWNER/NAME or NAME is required, of letters, digits, '-', '_' and '.'.");

    [GeneratedRegex(@"^[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?(/[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}

/// <summary>A repository at a revision.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Revision">A branch, a tag or a commit; null where none is named, which means main on the hub.</param>
public sealed partial record HubReference(HubRepository Repository, string? Revision)
{
    /// <summary>The branch that is meant where none is named.</summary>
    public const string Main = "main";

    /// <summary>Reads NAME or NAME@REVISION.</summary>
    /// <exception cref="ArgumentException">The name or the revision has another form.</exception>
    public static HubReference Parse(HubKind kind, string text) => text.Split('@', 2) is [var name, var revision]
        ? new HubReference(HubRepository.Of(kind, name), Checked(revision))
        : new HubReference(HubRepository.Of(kind, text), Revision: null);

    /// <summary>Whether a text names a commit: 40 hexadecimal digits.</summary>
    public static bool IsCommit(string text) => Commits().IsMatch(text);

    public override string ToString() => Revision is null ? Repository.Name : $"{Repository.Name}@{Revision}";

    /// <summary>Revisions become paths in a cache, so what Git forbids in them is refused.</summary>
    private static string Checked(string revision) => Revisions().IsMatch(revision) && !revision.Contains("..", StringComparison.Ordinal)
        ? revision
        : throw new ArgumentException($"\"{revision}\" is no revision: the name of a branch or a tag, or a commit of 40 hexadecimal digits, is required.");

    [GeneratedRegex(@"^[0-9a-f]{40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Commits();

    [GeneratedRegex(@"^(?!\.)[^/\\:*?\[\]~^""<>|\s\p{C}]+(/(?!\.)[^/\\:*?\[\]~^""<>|\s\p{C}]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Revisions();
}
