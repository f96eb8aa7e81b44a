using System.Globalization;

namespace Quanta.LanguageModels.Tests.Hub;

/// <summary>A hub that cuts, stalls, lies and refuses: a fetch ends whole, or with a sentence and nothing half-written under a final name.</summary>
public sealed class HubFaultTests : IDisposable
{
    private readonly HubScene _scene = new();

    private FakeHttpServer Storage => _scene.Hub.Storage;

    private FakeHttpServer Calls => _scene.Hub.Calls;

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_cut_connection_is_taken_up_where_it_was()
    {
        Storage.GoWrong("", answer => answer with { CutAfter = 100_000 }, answer => answer with { CutAfter = 50_000 });
        HubScene.AssertWhole(await _scene.FetchAsync());
        Assert.Equal([null, "bytes=100000-", "bytes=150000-"], Storage.Requests.Select(request => request.Header("Range")));
        Assert.Equal([TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1)], _scene.Clock.Waits);
        Assert.Equal(300_010, _scene.Advanced);
    }

    [Fact]
    public async Task A_fetch_that_was_stopped_goes_on()
    {
        _scene.Options = _scene.Options with { Retries = 0 };
        Storage.GoWrong("", answer => answer with { CutAfter = 100_000 });
        Assert.Contains("goes on from here", await _scene.FailureAsync(), StringComparison.Ordinal);
        _scene.AssertNoWeights();
        HubScene.AssertWhole(await _scene.FetchAsync());
        Assert.Equal("bytes=100000-", Storage.Requests[^1].Header("Range"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(100_000)]
    public async Task A_server_that_stalls_is_asked_again(int? after)
    {
        _scene.BeImpatient();
        Storage.GoWrong("", answer => answer with { Hangs = true, CutAfter = after });
        HubScene.AssertWhole(await _scene.FetchAsync());
        Assert.Equal([null, after is null ? null : "bytes=100000-"], Storage.Requests.Select(request => request.Header("Range")));
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_sends_all_anew()
    {
        Storage.GoWrong("", answer => answer with { CutAfter = 100_000 }, _ => new FakeAnswer(200, HubScene.Content(300_000)));
        HubScene.AssertWhole(await _scene.FetchAsync());
        Assert.Equal((2, 300_010L), (Storage.Requests.Count, _scene.Advanced));
    }

    [Fact]
    public async Task What_an_earlier_fetch_left_whole_is_checked_and_not_asked_for()
    {
        var partial = Partial();
        File.WriteAllBytes(partial, HubScene.Content(300_000));
        HubScene.AssertWhole(await _scene.FetchAsync());
        Assert.Empty(Storage.Requests);
        Assert.False(File.Exists(partial));
    }

    [Fact]
    public async Task What_an_earlier_fetch_left_damaged_is_fetched_anew()
    {
        File.WriteAllBytes(Partial(), new byte[200_000]);
        HubScene.AssertWhole(await _scene.FetchAsync());
        Assert.Equal(["bytes=200000-", null], Storage.Requests.Select(request => request.Header("Range")));
        Assert.Contains("damaged", Assert.Single(_scene.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(299_999)]
    [InlineData(300_001)]
    public async Task A_wrong_length_is_never_taken_for_the_file(int length)
    {
        Storage.GoWrong("", [.. Enumerable.Repeat<Func<FakeAnswer, FakeAnswer>>(_ => new FakeAnswer(200, HubScene.Content(length)), 6)]);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"sends {length:N0} bytes"), await _scene.FailureAsync(), StringComparison.Ordinal);
        Assert.Equal(6, Storage.Requests.Count);
        _scene.AssertNoWeights();
    }

    [Fact]
    public async Task Content_with_another_hash_is_not_kept()
    {
        byte[] lie = [.. HubScene.Content(299_999), 0];
        Storage.GoWrong("", _ => new FakeAnswer(200, lie));
        Assert.Contains("has another hash than the hub says", await _scene.FailureAsync(), StringComparison.Ordinal);
        _scene.AssertNoWeights();
        HubScene.AssertWhole(await _scene.FetchAsync());
    }

    [Fact]
    public async Task A_small_file_with_another_hash_is_not_kept()
    {
        Calls.GoWrong("/resolve/", _ => FakeAnswer.Text(200, "[]"), _ => FakeAnswer.Text(200, "[]"));
        _scene.Options = _scene.Options with { ParallelFiles = 1 };
        Assert.Contains("has another hash than the hub says", await _scene.FailureAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_goes_to_the_hub_and_to_no_other_host()
    {
        _scene.Repository.Token = "hf_secret";
        _scene.Options = _scene.Options with { Token = "hf_secret" };
        HubScene.AssertWhole(await _scene.FetchAsync());
        Assert.All(Calls.Requests, request => Assert.Equal("Bearer hf_secret", request.Header("Authorization")));
        Assert.Null(Assert.Single(Storage.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task A_repository_that_moved_is_followed_with_the_token()
    {
        _scene.Options = _scene.Options with { Token = "hf_secret" };
        Calls.GoWrong("/revision/main", _ => FakeAnswer.Text(307, "", ("Location", $"/api/models/{HubScene.Model}/revision/step1000")));
        Assert.EndsWith(_scene.Repository.Revisions["step1000"], await _scene.FetchAsync(), StringComparison.Ordinal);
        Assert.All(Calls.Requests, request => Assert.NotNull(request.Header("Authorization")));
    }

    [Fact]
    public async Task A_circle_of_redirects_ends()
    {
        Calls.GoWrong("", [.. Enumerable.Repeat<Func<FakeAnswer, FakeAnswer>>(_ => FakeAnswer.Text(302, "", ("Location", "/round/resolve/main/x")), 20)]);
        Assert.Contains("sends on more than 10 times", await _scene.FailureAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signed_address_that_expired_is_resolved_again()
    {
        Storage.GoWrong("", answer => answer with { CutAfter = 100_000 }, _ => FakeAnswer.Text(403, "<Error>expired</Error>"));
        HubScene.AssertWhole(await _scene.FetchAsync());
        Assert.Equal(3, Storage.Requests.Select(request => request.Target).Distinct().Count());
    }

    [Fact]
    public async Task Refusals_say_what_to_do()
    {
        Assert.Contains("The hub has no model EleutherAI/none, or does not show it to you.", await _scene.FailureAsync("EleutherAI/none"), StringComparison.Ordinal);
        var revision = await _scene.FailureAsync($"{HubScene.Model}@step7");
        Assert.Contains("has no revision step7 of the model EleutherAI/pythia-70m", revision, StringComparison.Ordinal);
        Assert.Contains($"{_scene.Hub.Endpoint}{HubScene.Model}/tree/main", revision, StringComparison.Ordinal);
        _scene.Repository.Token = "hf_secret";
        var gated = await _scene.FailureAsync();
        Assert.Contains($"accept its licence at {_scene.Hub.Endpoint}{HubScene.Model}, then set HF_TOKEN", gated, StringComparison.Ordinal);
        Assert.Empty(_scene.Clock.Waits);
    }

    [Theory]
    [InlineData("Retry-After", "7", 7)]
    [InlineData("RateLimit", "\"resolvers\";r=0;t=42", 42)]
    public async Task A_server_that_is_asked_too_often_says_how_long_to_wait(string header, string value, int seconds)
    {
        Calls.GoWrong("/tree/", _ => FakeAnswer.Text(429, "", (header, value)));
        HubScene.AssertWhole(await _scene.FetchAsync());
        Assert.Equal([TimeSpan.FromSeconds(seconds)], _scene.Clock.Waits);
        Assert.Contains($"Waiting {seconds} s.", Assert.Single(_scene.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_until_a_date_is_kept_and_one_that_is_too_long_ends_the_fetch()
    {
        var soon = DateTimeOffset.UtcNow.AddSeconds(100).ToString("R", CultureInfo.InvariantCulture);
        Calls.GoWrong("/tree/", _ => FakeAnswer.Text(429, "", ("Retry-After", soon)), _ => FakeAnswer.Text(429, "", ("Retry-After", "3600")));
        Assert.Contains("asks to wait 3600 s", await _scene.FailureAsync(), StringComparison.Ordinal);
        Assert.InRange(Assert.Single(_scene.Clock.Waits).TotalSeconds, 80, 100);
    }

    [Fact]
    public async Task A_server_in_trouble_is_asked_a_bounded_number_of_times()
    {
        Calls.GoWrong("/tree/", [.. Enumerable.Repeat<Func<FakeAnswer, FakeAnswer>>(_ => FakeAnswer.Text(503, ""), 6)]);
        Assert.Contains("503", await _scene.FailureAsync(), StringComparison.Ordinal);
        Assert.Equal([0.5, 1, 2, 4, 8], _scene.Clock.Waits.Select(wait => wait.TotalSeconds));
        HubScene.AssertWhole(await _scene.FetchAsync());
    }

    [Fact]
    public async Task An_endpoint_that_is_no_hub_is_told_of()
    {
        Calls.GoWrong("/revision/", _ => FakeAnswer.Text(200, "<html>Log in</html>"));
        Assert.Contains("Check that the endpoint is a hub", await _scene.FailureAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_fills_up_keeps_what_came()
    {
        var plenty = _scene.Options;
        _scene.Options = plenty with { AroundPartialFile = stream => new FullDisk(stream, 131_072) };
        Assert.Contains("No space left. Make room and run the same command again", await _scene.FailureAsync(), StringComparison.Ordinal);
        _scene.AssertNoWeights();
        _scene.Options = plenty;
        HubScene.AssertWhole(await _scene.FetchAsync());
        Assert.NotNull(Storage.Requests[^1].Header("Range"));
    }

    [Fact]
    public async Task Two_fetches_at_once_do_no_harm()
    {
        _scene.BeImpatient();
        Storage.GoWrong("", answer => answer with { Hangs = true, CutAfter = 100_000 });
        var snapshots = await Task.WhenAll(_scene.FetchAsync(), _scene.FetchAsync(), _scene.FetchAsync($"{HubScene.Model}@step1000"));
        Assert.All(snapshots, HubScene.AssertWhole);
        Assert.Equal([null, "bytes=100000-"], Storage.Requests.Select(request => request.Header("Range")));
        Assert.Equal(3, Directory.GetFiles(Path.Combine(_scene.Folder, "blobs")).Length);
    }

    /// <summary>Whoever looked before another process was done, and opens the partial file after it, finds an empty one: nothing is fetched again and nothing stays.</summary>
    [Fact]
    public async Task A_file_that_another_process_has_just_published_is_not_fetched_again()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => _scene.FetchAsync())));
        Assert.Single(Storage.Requests);
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(_scene.Folder, "blobs")), path => path.EndsWith(".incomplete", StringComparison.Ordinal));
    }

    private string Partial()
    {
        var blobs = Directory.CreateDirectory(Path.Combine(_scene.Folder, "blobs")).FullName;
        return Path.Combine(blobs, FakeHub.HashOf(HubScene.Weights, HubScene.Content(300_000)) + ".quanta.incomplete");
    }

    /// <summary>A file on a disk that takes so many bytes of it and no more.</summary>
    private sealed class FullDisk(Stream inner, long room) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => inner.Position = value; }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void SetLength(long value) => inner.SetLength(value);

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (inner.Length + count > room) throw new IOException("No space left.");
            inner.Write(buffer, offset, count);
        }

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
