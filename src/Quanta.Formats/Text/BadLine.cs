using Quanta.Formats.Files;

namespace Quanta.Formats.Text;

/// <summary>A line that could not be used.</summary>
/// <param name="Path">The file.</param>
/// <param name="Number">The line, counted from 1.</param>
/// <param name="Reason">What is wrong with it: a sentence that begins in lower case.</param>
/// <param name="EndsFile">Whether nothing after it could be read either, e.g. because the compressed stream is truncated.</param>
public sealed record BadLine(string Path, long Number, string Reason, bool EndsFile = false)
{
    public InvalidDataException ToException() => BadFile.Because(Path, $"line {Number}: {Reason}");

    public override string ToString() => $"{Path}: line {Number}: {Reason}";
}
