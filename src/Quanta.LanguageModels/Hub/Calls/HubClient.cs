using System.Text.Json;
using System.Text.RegularExpressions;

namespace Quanta.LanguageModels.Hub.Calls;

/// <summary>The hub's public calls, as far as a fetch needs them.</summary>
internal sealed partial class HubClient(HubOptions options, IHubObserver observer) : IDisposable
{
    private const int LongestAnswer = 1 << 26, ReadSize = 1 << 16;
    private readonly HubSender _sender = new(options);

    /// <summary>The commit that a revision means now.</summary>
    public async Task<string> CommitAsync(HubReference reference, CancellationToken cancellation)
    {
        var address = Address($"{reference.Repository.ApiPath}/revision/{Escaped(reference.Revision ?? HubReference.Main)}");
        var (commit, _) = await AskAsync(address, reference, root => root.GetProperty("sha").GetString() ?? "", cancellation);
        return HubReference.IsCommit(commit) ? commit : throw new HubException($"The hub says that {reference} is \"{commit}\", which is no commit.");
    }

    /// <summary>All files of a commit, in the hub's order.</summary>
    public async Task<IReadOnlyList<HubFile>> FilesAsync(HubRepository repository, string commit, CancellationToken cancellation)
    {
        var files = new List<HubFile>();
        Uri? page = Address($"{repository.ApiPath}/tree/{commit}?recursive=true");
        for (var seen = new HashSet<Uri>(); page is not null && seen.Add(page);)
        {
            var (more, next) = await AskAsync(page, new HubReference(repository, commit), FilesIn, cancellation);
            files.AddRange(more);
            page = next;
        }
        return files;
    }

    /// <summary>The names of all branches.</summary>
    public async Task<IReadOnlyList<string>> BranchesAsync(HubRepository repository, CancellationToken cancellation) =>
        (await AskAsync(Address($"{repository.ApiPath}/refs"), new HubReference(repository, Revision: null),
            root => root.GetProperty("branches").EnumerateArray().Select(branch => branch.GetProperty("name").GetString() ?? "").ToList(), cancellation)).Value;

    /// <summary>The whole content of a small file.</summary>
    public Task<byte[]> ReadAsync(HubReference at, HubFile file, CancellationToken cancellation) => RetryBudget.RunAsync(options, observer, async () =>
    {
        using var response = await OpenAsync(at, file, from: 0, cancellation);
        var content = await BodyAsync(response, cancellation);
        using var hash = new BlobHash(file);
        hash.Append(content);
        return hash.Agrees() ? content : throw new HubException($"{file.Path} of {at} does not have the hash that the hub's list gives: {file.Hash}.");
    }, cancellation);

    /// <summary>One attempt to get a file from a byte on; a success, whose body is not read yet. The address is resolved anew, since signed ones expire.</summary>
    /// <exception cref="HubException">There is no answer, or a refusal.</exception>
    public async Task<HttpResponseMessage> OpenAsync(HubReference at, HubFile file, long from, CancellationToken cancellation)
    {
        var path = string.Join('/', file.Path.Split('/').Select(Escaped));
        var response = await _sender.GetAsync(Address($"{at.Repository.PagePath}/resolve/{Escaped(at.Revision!)}/{path}"), from, cancellation);
        if (response.IsSuccessStatusCode) return response;
        using (response) throw HubErrors.Of(response, at, _sender, options.Clock);
    }

    /// <inheritdoc cref="HubSender.ReadAsync"/>
    public Task<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken cancellation) => _sender.ReadAsync(body, buffer, cancellation);

    public void Dispose() => _sender.Dispose();

    private static List<HubFile> FilesIn(JsonElement root) =>
    [
        .. root.EnumerateArray().Where(entry => entry.GetProperty("type").GetString() == "file").Select(entry =>
        {
            var owner = entry.TryGetProperty("lfs", out var large) && large.ValueKind == JsonValueKind.Object ? large : entry;
            return new HubFile(entry.GetProperty("path").GetString() ?? "", owner.GetProperty("size").GetInt64(), owner.GetProperty("oid").GetString() ?? "");
        }),
    ];

    private static string Escaped(string text) => Uri.EscapeDataString(text);

    private Uri Address(string path) => new($"{options.Endpoint.AbsoluteUri.TrimEnd('/')}/{path}");

    private Task<(T Value, Uri? Next)> AskAsync<T>(Uri address, HubReference asked, Func<JsonElement, T> read, CancellationToken cancellation) =>
        RetryBudget.RunAsync(options, observer, async () =>
        {
            using var response = await _sender.GetAsync(address, from: 0, cancellation);
            if (!response.IsSuccessStatusCode) throw HubErrors.Of(response, asked, _sender, options.Clock);
            return (Read(await BodyAsync(response, cancellation), address, read), NextOf(response, address));
        }, cancellation);

    private static T Read<T>(byte[] body, Uri address, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return read(document.RootElement);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new HubException($"{address} answers something other than the hub does ({problem.Message}). Check that the endpoint is a hub.", problem);
        }
    }

    /// <summary>The next page that an answer names: Link: &lt;ADDRESS&gt;; rel="next".</summary>
    private static Uri? NextOf(HttpResponseMessage response, Uri address) =>
        response.Headers.TryGetValues("Link", out var links) && NextPage().Match(string.Join(", ", links)) is { Success: true } next
            ? new Uri(address, next.Groups[1].Value)
            : null;

    private async Task<byte[]> BodyAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        using var body = await response.Content.ReadAsStreamAsync(cancellation);
        using var all = new MemoryStream();
        var buffer = new byte[ReadSize];
        for (int count; (count = await ReadAsync(body, buffer, cancellation)) > 0;)
        {
            all.Write(buffer, 0, count);
            if (all.Length > LongestAnswer) throw new HubException($"{response.RequestMessage!.RequestUri} answers with more than {LongestAnswer >> 20} MiB.");
        }
        return all.ToArray();
    }

    [GeneratedRegex(@"<([^>]*)>\s*;[^,<]*rel=""?next\b", RegexOptions.CultureInvariant)]
    private static partial Regex NextPage();
}
