using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Quanta.Testing;

/// <summary>What a client asked.</summary>
/// <param name="Target">The path and the query as they were sent, percent signs and all.</param>
/// <param name="Headers">By name; case does not matter.</param>
public sealed record FakeRequest(string Target, IReadOnlyDictionary<string, string> Headers)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The first byte that is wanted, of "Range: bytes=N-".</summary>
    public int From => Header("Range") is { } range ? int.Parse(range["bytes=".Length..^1], NumberStyles.None, CultureInfo.InvariantCulture) : 0;
}

/// <summary>What a server answers, and how it goes wrong.</summary>
public sealed record FakeAnswer(int Status, byte[] Body, params (string Name, string Value)[] Headers)
{
    /// <summary>What Content-Length says, where that is not the body's length.</summary>
    public long? SaidLength { get; init; }

    /// <summary>Close the connection after so many bytes of the body.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Say nothing more after what is cut, but keep the connection.</summary>
    public bool Hangs { get; init; }

    public static FakeAnswer Text(int status, string text, params (string, string)[] headers) => new(status, Encoding.UTF8.GetBytes(text), headers);
}

/// <summary>An HTTP server on this machine that may cut, stall and lie: bytes on sockets, one request a connection.</summary>
public sealed class FakeHttpServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<FakeRequest> _requests = new();
    private readonly List<(string Part, Queue<Func<FakeAnswer, FakeAnswer>> Faults)> _faults = [];
    private readonly Func<FakeRequest, FakeAnswer> _answer;

    public FakeHttpServer(Func<FakeRequest, FakeAnswer> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>All that was asked, in its order.</summary>
    public IReadOnlyList<FakeRequest> Requests => [.. _requests];

    /// <summary>The next answers to requests whose target holds a part go wrong, one after the other; later ones do not.</summary>
    public void GoWrong(string part, params Func<FakeAnswer, FakeAnswer>[] faults)
    {
        lock (_faults) _faults.Add((part, new Queue<Func<FakeAnswer, FakeAnswer>>(faults)));
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            for (; ; ) _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var request = await ReadAsync(stream);
                _requests.Enqueue(request);
                await WriteAsync(stream, Faulty(request, _answer(request)));
                client.Client.Shutdown(SocketShutdown.Send);
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
            {
            }
        }
    }

    private FakeAnswer Faulty(FakeRequest request, FakeAnswer answer)
    {
        lock (_faults)
        {
            var (_, faults) = _faults.FirstOrDefault(each => each.Faults.Count > 0 && request.Target.Contains(each.Part, StringComparison.Ordinal));
            return faults is null ? answer : faults.Dequeue()(answer);
        }
    }

    private async Task<FakeRequest> ReadAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        for (var one = new byte[1]; !text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal); text.Append((char)one[0]))
            await stream.ReadExactlyAsync(one, _stop.Token);
        var lines = text.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        return new FakeRequest(lines[0].Split(' ')[1], headers);
    }

    private async Task WriteAsync(NetworkStream stream, FakeAnswer answer)
    {
        var head = new StringBuilder($"HTTP/1.1 {answer.Status} Status\r\nConnection: close\r\nContent-Length: {answer.SaidLength ?? answer.Body.Length}\r\n");
        foreach (var (name, value) in answer.Headers) head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (answer is { Hangs: true, CutAfter: null }) await Task.Delay(Timeout.Infinite, _stop.Token);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), _stop.Token);
        await stream.WriteAsync(answer.Body.AsMemory(0, Math.Min(answer.CutAfter ?? int.MaxValue, answer.Body.Length)), _stop.Token);
        if (answer.Hangs) await Task.Delay(Timeout.Infinite, _stop.Token);
    }
}
