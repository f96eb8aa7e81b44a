using Quanta.Discovery.Runs;

namespace Quanta.Discovery.Tests.Runs;

public sealed class HashMemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("weights.bin");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_read_once_as_long_as_size_and_time_stay()
    {
        Write("weights", DateTime.UtcNow.AddHours(-1));
        var reads = new Reads();
        var hash = new HashMemory(_folder.Path).Sha256(Path, reads);
        Assert.Equal(FileHash.Sha256(Path), hash);
        Assert.Equal(hash, new HashMemory(_folder.Path).Sha256(Path, reads));
        Assert.Equal(1, reads.Count);
    }

    [Theory, InlineData("weightz", -2), InlineData("weights!", -1)]
    public void Another_time_or_size_is_read_again(string content, int hours)
    {
        Write("weights", DateTime.UtcNow.AddHours(-1));
        var before = new HashMemory(_folder.Path).Sha256(Path);
        Write(content, DateTime.UtcNow.AddHours(hours));
        Assert.NotEqual(before, new HashMemory(_folder.Path).Sha256(Path));
    }

    [Fact]
    public void A_file_that_was_just_written_is_not_remembered()
    {
        Write("weights", DateTime.UtcNow);
        var (reads, memory) = (new Reads(), new HashMemory(_folder.Path));
        memory.Sha256(Path, reads);
        memory.Sha256(Path, reads);
        Assert.Equal(2, reads.Count);
    }

    /// <summary>As after a clock that was set back: what is of the future is read each time, and remembered once the clock has caught up.</summary>
    [Fact]
    public void A_file_of_the_future_is_not_remembered()
    {
        Write("weights", DateTime.UtcNow.AddHours(1));
        var (reads, memory) = (new Reads(), new HashMemory(_folder.Path));
        Assert.Equal(memory.Sha256(Path, reads), memory.Sha256(Path, reads));
        Assert.Equal(2, reads.Count);
        File.SetLastWriteTimeUtc(Path, DateTime.UtcNow.AddHours(-1));
        Assert.Equal(memory.Sha256(Path, reads), memory.Sha256(Path, reads));
        Assert.Equal(3, reads.Count);
    }

    [Fact]
    public void A_damaged_memory_is_forgotten()
    {
        Write("weights", DateTime.UtcNow.AddHours(-1));
        File.WriteAllText(_folder.File(".hashes.json"), "{ broken");
        Assert.Equal(FileHash.Sha256(Path), new HashMemory(_folder.Path).Sha256(Path));
    }

    private void Write(string content, DateTime time)
    {
        File.WriteAllText(Path, content);
        File.SetLastWriteTimeUtc(Path, time);
    }

    private sealed class Reads : IStageObserver
    {
        public int Count { get; private set; }

        public IStageProgress Begin(string work, long total, string unit)
        {
            Count++;
            return SilentObserver.Instance;
        }

        public void Note(string sentence)
        {
        }
    }
}
