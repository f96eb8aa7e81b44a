using System.Net;
using System.Net.Http.Headers;
using Quanta.LanguageModels.Hub.Cache;

namespace Quanta.LanguageModels.Hub.Calls;

/// <summary>Brings one file's content into the cache: from where an earlier fetch stopped, checked, and only then under its name.</summary>
internal sealed class BlobDownload(HubClient client, HubCacheWriter cache, HubOptions options, IHubObserver observer)
{
    private const int ReadSize = 1 << 17;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    /// <param name="at">The repository at a commit.</param>
    /// <param name="file">Its file.</param>
    /// <param name="cancellation">Stops; what has come stays for the next time.</param>
    /// <exception cref="HubException">It cannot be had.</exception>
    public async Task RunAsync(HubReference at, HubFile file, CancellationToken cancellation)
    {
        for (var isTold = false; !cache.HasBlob(file);)
        {
            if (cache.TryOpenPartial(file) is { } stream)
            {
                var isPublished = cache.HasBlob(file); // by another process, between looking and opening: what was opened is a new, empty file
                using (stream)
                    if (!isPublished) await FillAsync(at, file, options.AroundPartialFile(stream), cancellation);
                if (isPublished) cache.DiscardPartial(file);
                else cache.Publish(file);
                if (cache.HasBlob(file)) return;
            }
            else if (!isTold)
            {
                observer.Note($"Another process is fetching {file.Path}; waiting for it.");
                isTold = true;
            }
            await Task.Delay(LookAgain, options.Clock, cancellation);
        }
    }

    private async Task FillAsync(HubReference at, HubFile file, Stream stream, CancellationToken cancellation)
    {
        using var content = await PartialContent.OverAsync(stream, file, cancellation);
        var budget = new RetryBudget(options, observer);
        for (; ; )
        {
            var before = content.Length;
            try
            {
                if (!content.IsWhole) await AppendAsync(at, file, content, cancellation);
                if (content.Agrees()) return;
            }
            catch (HubException problem) when (problem.IsTransient)
            {
                await budget.SpendAsync(problem, content.Length - before, cancellation);
                continue;
            }
            var wasResumed = content.IsResumed;
            Restart(content);
            if (!wasResumed)
                throw new HubException($"What came of {file.Path} has another hash than the hub says, {file.Hash}. Nothing of it was kept; try again later.");
            observer.Note($"What an earlier fetch left of {file.Path} was damaged; it is fetched anew.");
        }
    }

    /// <summary>One attempt to get what is missing.</summary>
    private async Task AppendAsync(HubReference at, HubFile file, PartialContent content, CancellationToken cancellation)
    {
        using var response = await client.OpenAsync(at, file, content.Length, cancellation);
        if (response.StatusCode != HttpStatusCode.PartialContent) Restart(content);
        Check(file, content.Length, response.Content.Headers);
        using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[ReadSize];
        for (int count; (count = await client.ReadAsync(body, buffer, cancellation)) > 0;)
        {
            content.Append(buffer.AsSpan(0, count));
            observer.Advance(count);
        }
        if (!content.IsWhole) throw HubException.Transient($"Only {content.Length:N0} of the {file.Size:N0} bytes of {file.Path} came.");
    }

    /// <summary>Compares what a server says that it sends with what is missing, before it is sent.</summary>
    private static void Check(HubFile file, long from, HttpContentHeaders headers)
    {
        if (headers.ContentRange is { } range && (range.From != from || (range.Length ?? file.Size) != file.Size))
            throw HubException.Transient($"Bytes from {from:N0} of {file.Size:N0} of {file.Path} were asked for, but the server sends \"{range}\".");
        if (headers.ContentLength is { } length && length != file.Size - from)
            throw HubException.Transient($"The server sends {length:N0} bytes of {file.Path}, but the hub's list says that there are {file.Size - from:N0}.");
    }

    private void Restart(PartialContent content)
    {
        observer.Advance(-content.Length);
        content.Restart();
    }
}
