using System.Net;
using System.Net.Http.Headers;

namespace Quanta.LanguageModels.Hub.Calls;

/// <summary>Asks once, follows redirects, and tells what went wrong on the way.</summary>
/// <remarks>Redirects are followed here because the token belongs to the endpoint alone: large files lie on other hosts, at signed addresses.</remarks>
internal sealed class HubSender : IDisposable
{
    private const int MostRedirects = 10;
    private static readonly ProductInfoHeaderValue Agent = new("quanta", typeof(HubSender).Assembly.GetName().Version!.ToString(3));
    private readonly HubOptions _options;
    private readonly HttpClient _client;

    public HubSender(HubOptions options)
    {
        if (options.Endpoint.Scheme is not ("http" or "https"))
            throw new ArgumentException($"The hub's endpoint must begin with https:// or http://, but it is {options.Endpoint}.", nameof(options));
        _options = options;
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = !options.Endpoint.IsLoopback,
            ConnectTimeout = options.HeaderTimeout,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    public Uri Endpoint => _options.Endpoint;

    public bool HasToken => _options.Token is not null;

    /// <summary>The answer to a GET after all redirects, whatever its status; its body is not read yet.</summary>
    /// <param name="address">Where to ask.</param>
    /// <param name="from">The first byte that is wanted.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="HubException">There is no answer.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri address, long from, CancellationToken cancellation)
    {
        if (_options.IsOffline) throw new HubException($"No network is used offline, so {address} was not asked.") { IsUnreachable = true };
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            var response = await AskAsync(address, from, cancellation);
            if (response is not { StatusCode: >= HttpStatusCode.MovedPermanently and < HttpStatusCode.BadRequest, Headers.Location: { } location }) return response;
            response.Dispose();
            address = new Uri(address, location);
            if (address.Scheme is not ("http" or "https")) throw new HubException($"The hub sends on to {address}, which is no address of the web.");
        }
        throw new HubException($"The hub sends on more than {MostRedirects} times, at last to {address}.");
    }

    /// <summary>Reads what comes next of a body.</summary>
    /// <returns>The number of bytes; 0 at the end.</returns>
    /// <exception cref="HubException">The connection broke, or nothing came for too long.</exception>
    public async Task<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_options.ReadTimeout);
        try
        {
            return await body.ReadAsync(buffer, limit.Token);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw HubException.Transient($"Nothing came of a file for {_options.ReadTimeout.TotalSeconds:0.#} s.", late);
        }
        catch (Exception cut) when (cut is IOException or HttpRequestException)
        {
            throw HubException.Transient("The connection was cut in the middle of a file.", cut);
        }
    }

    /// <summary>Whether an address belongs to the endpoint, so that it may see the token and its refusals are the hub's.</summary>
    public bool IsEndpoint(Uri address) => address.Scheme == Endpoint.Scheme && address.Authority == Endpoint.Authority;

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> AskAsync(Uri address, long from, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.Add(Agent);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        if (from > 0) request.Headers.Range = new RangeHeaderValue(from, null);
        if (_options.Token is { } token && IsEndpoint(address)) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_options.HeaderTimeout);
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw Unreachable($"{address.Host} did not answer within {_options.HeaderTimeout.TotalSeconds:0.#} s", late, isTransient: true);
        }
        catch (HttpRequestException problem) when (problem.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
        {
            throw Unreachable($"{address.Host} cannot be reached ({problem.Message})", problem, isTransient: true);
        }
        catch (HttpRequestException problem) when (problem.HttpRequestError is HttpRequestError.SecureConnectionError)
        {
            throw Unreachable($"there is no secure connection to {address.Host} ({problem.Message})", problem, isTransient: false);
        }
        catch (HttpRequestException problem)
        {
            throw HubException.Transient($"{address.Host} broke off before it answered ({problem.Message}).", problem);
        }
    }

    private HubException Unreachable(string why, Exception inner, bool isTransient) =>
        new($"The hub at {Endpoint} is out of reach: {why}. Check the network and the endpoint.", inner) { IsUnreachable = true, IsTransient = isTransient };
}
