using System.Text;

namespace Quanta.Cli.Output;

/// <summary>A standard stream that may be closed, or a file on a full disk: what happens then is said in words, or passed over.</summary>
/// <remarks>A reader that goes away early, as head does, is no failure: the runtime itself passes over writes to a broken pipe.</remarks>
/// <param name="stream">Standard output or standard error.</param>
/// <param name="onFailure">The beginning of the sentence; null to pass over failures.</param>
internal sealed class StandardWriter(TextWriter stream, string? onFailure) : TextWriter
{
    public override Encoding Encoding => stream.Encoding;

    public override void Write(char value) => Try(() => stream.Write(value));

    public override void Write(string? value) => Try(() => stream.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => stream.Write(buffer, index, count));

    public override void Flush() => Try(stream.Flush);

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (UnauthorizedAccessException) // what the runtime calls a closed descriptor
        {
            if (onFailure is not null) throw new IOException($"{onFailure}: it is closed.");
        }
        catch (IOException problem)
        {
            if (onFailure is not null) throw new IOException($"{onFailure}: {problem.Message}.", problem);
        }
    }
}
