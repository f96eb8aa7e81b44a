using System.Diagnostics;
using Quanta.Formats.Files;
using Quanta.Formats.Numpy;
using Quanta.Formats.Text;

namespace Quanta.Formats.Tests.Files;

public sealed class FileKindTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("input");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Whatever_stands_in_for_a_file_is_called_what_it_is_by_every_reader()
    {
        foreach (var (content, name) in StandIns.Contents)
        {
            File.WriteAllText(Path, content);
            Fails(() => Npy.Read(Path), name, "a .npy file");
            Fails(() => InputFile.ReadAllBytes(Path, "a config.json"), name, "a config.json");
            if (content.Length > 0) Fails(() => Assert.Empty(JsonLines.ReadField(Path, "text")), name, "a file of JSON lines");
        }
    }

    [Fact]
    public void A_folder_is_called_a_folder()
    {
        Directory.CreateDirectory(Path);

        Fails(() => Npy.Read(Path), "a folder", "a .npy file");
        Fails(() => InputFile.ReadAllBytes(Path, "a config.json"), "a folder", "a config.json");
        Fails(() => Assert.Empty(TextLines.Read(Path)), "a folder", "a text file");
    }

    [Fact]
    public void Text_may_be_HTML_and_may_be_empty()
    {
        File.WriteAllText(Path, "<html>\n");
        Assert.Single(TextLines.Read(Path));
        File.WriteAllText(Path, "");
        Assert.Empty(TextLines.Read(Path));
    }

    [SkippedOnWindowsTheory]
    [InlineData("two-members.jsonl.gz")]
    [InlineData("frames.jsonl.zst")]
    [InlineData(null)]
    public async Task A_pipe_is_read_like_a_file_in_one_go(string? golden)
    {
        byte[] content = golden is null ? [.. "{\"text\": \"line 1\"}\n"u8] : Golden.Bytes(golden);
        var writing = WriteToPipe(content);

        Assert.Equal("line 1", JsonLines.ReadField(Path, "text").ToList()[0].Require());
        await writing;
    }

    [SkippedOnWindowsFact]
    public async Task A_pipe_is_kept_in_a_file_for_those_who_read_twice_and_a_file_is_left_alone()
    {
        var writing = WriteToPipe([.. "{\"text\": \"a\"}"u8]);
        var copy = _folder.File("copy");

        Assert.Equal(copy, InputFile.Seekable(Path, "a corpus", copy, default));

        await writing;
        Assert.Equal("{\"text\": \"a\"}", await File.ReadAllTextAsync(copy));
        Assert.Equal(copy, InputFile.Seekable(copy, "a corpus", _folder.File("none"), default));
        Assert.False(File.Exists(_folder.File("none")));
    }

    [SkippedOnWindowsFact]
    public async Task A_pipe_that_would_have_to_be_mapped_is_refused_in_a_sentence()
    {
        var writing = WriteToPipe([1]);

        Fails(() => Npy.Read(Path), "a pipe", "a .npy file");
        await writing;
    }

    private async Task WriteToPipe(byte[] content)
    {
        using (var made = Process.Start("mkfifo", Path)) made.WaitForExit();
        try
        {
            await Task.Run(() => File.WriteAllBytes(Path, content)); // opening waits for the reader
        }
        catch (IOException)
        {
            // The reader has gone away.
        }
    }

    private static void Fails(Action read, string name, string required)
    {
        var message = Assert.Throws<InvalidDataException>(read).Message;
        Assert.Contains($"it is {name}", message, StringComparison.Ordinal);
        Assert.Contains(required, message, StringComparison.Ordinal);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
    }
}
