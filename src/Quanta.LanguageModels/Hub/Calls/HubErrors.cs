using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Quanta.LanguageModels.Hub.Calls;

/// <summary>Turns the hub's refusals into sentences that say what to do.</summary>
internal static partial class HubErrors
{
    private const string NoRevision = "RevisionNotFound";

    /// <param name="response">An answer without success.</param>
    /// <param name="asked">What was asked for.</param>
    /// <param name="sender">Who asked.</param>
    /// <param name="clock">For waits until a date.</param>
    public static HubException Of(HttpResponseMessage response, HubReference asked, HubSender sender, TimeProvider clock)
    {
        var address = response.RequestMessage!.RequestUri!;
        var status = response.StatusCode;
        if (IsPassing(status)) return new($"{address.Host} answers {Text(response)}.") { IsTransient = true, RetryAfter = WaitOf(response, clock) };
        if (!sender.IsEndpoint(address)) return HubException.Transient($"{address.Host}, where the hub keeps this file, answers {Text(response)}.");
        var what = $"{asked.Repository.Noun} {asked.Repository.Name}";
        var page = $"{sender.Endpoint.AbsoluteUri.TrimEnd('/')}/{asked.Repository.PagePath}";
        var token = sender.HasToken ? "see that HF_TOKEN, or the token file, holds the token" : "set HF_TOKEN to a token";
        var code = Header(response, "X-Error-Code");
        return new HubException((code, status) switch
        {
            ("GatedRepo", _) => $"The {what} is gated: accept its licence at {page}, then {token} of the account that did.",
            (NoRevision, _) => $"The hub has no revision {asked.Revision ?? HubReference.Main} of the {what}. Its branches and tags are at {page}/tree/main.",
            ("EntryNotFound", _) => $"The hub has no such file of {asked}: {address.AbsolutePath}.",
            ("RepoNotFound", _) or (null, HttpStatusCode.Unauthorized or HttpStatusCode.NotFound) =>
                $"The hub has no {what}, or does not show it to you. Check the name at {page}; if it is private, {token} that may read it.",
            (_, HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) =>
                $"The hub forbids the {what} ({Text(response)}): look at {page}, and {token} that may read it.",
            _ => $"The hub answers {Text(response)} to {address.AbsolutePath}.",
        })
        { LacksRevision = code == NoRevision };
    }

    private static bool IsPassing(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    /// <summary>E.g. "503 Service Unavailable", with the hub's own words where it sends some.</summary>
    private static string Text(HttpResponseMessage response)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {response.ReasonPhrase}").TrimEnd();
        return Header(response, "X-Error-Message") is { } words ? $"{text}: \"{words}\"" : text;
    }

    /// <summary>How long the server asks to wait: Retry-After in seconds or as a date, else the window of RateLimit.</summary>
    private static TimeSpan? WaitOf(HttpResponseMessage response, TimeProvider clock)
    {
        var wait = response.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - clock.GetUtcNow()
            : Header(response, "RateLimit") is { } limit && Window().Match(limit) is { Success: true } window
                ? TimeSpan.FromSeconds(int.Parse(window.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture))
            : null;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    [GeneratedRegex(@";\s*t=(\d{1,7})", RegexOptions.CultureInvariant)]
    private static partial Regex Window();
}
