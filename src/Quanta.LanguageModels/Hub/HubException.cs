namespace Quanta.LanguageModels.Hub;

/// <summary>The hub, or the way to it, fails what was asked: a sentence that says what to do.</summary>
public sealed class HubException(string sentence, Exception? inner = null) : IOException(sentence, inner)
{
    /// <summary>Whether the hub could not be reached at all, so that what the cache holds is the best there is.</summary>
    public bool IsUnreachable { get; init; }

    /// <summary>Whether the repository is there, but not the revision.</summary>
    internal bool LacksRevision { get; init; }

    /// <summary>Whether the same call may succeed a little later.</summary>
    internal bool IsTransient { get; init; }

    /// <summary>How long the server asks to wait before that; null where it does not say.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    internal static HubException Transient(string sentence, Exception? inner = null) => new(sentence, inner) { IsTransient = true };
}
