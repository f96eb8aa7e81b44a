using System.Text.Json;
using Quanta.Formats.Files;

namespace Quanta.Formats.Text;

/// <summary>JSON as Python's json module writes it: also with NaN, Infinity and -Infinity.</summary>
public static class PythonJson
{
    /// <summary>Reads a whole file. NaN and the infinities read as 0, so only fields of no interest may hold them; a byte order mark is passed over.</summary>
    /// <param name="path">The file, or a pipe.</param>
    /// <param name="required">What it should be, e.g. "a config.json".</param>
    /// <exception cref="JsonException">The content is no JSON.</exception>
    /// <exception cref="InvalidDataException">The file stands in for another, see <see cref="InputFile"/>.</exception>
    public static JsonDocument Read(string path, string required) => Parse(InputFile.ReadAllBytes(path, required));

    /// <summary>Reads what a file holds, as <see cref="Read"/> does.</summary>
    /// <exception cref="JsonException">The content is no JSON.</exception>
    public static JsonDocument Parse(byte[] bytes)
    {
        var json = bytes.AsMemory(bytes.AsSpan().StartsWith("\uFEFF"u8) ? "\uFEFF"u8.Length : 0);
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException) when (WithoutNaN(json.Span) is { } numbers)
        {
            return JsonDocument.Parse(numbers);
        }
    }

    /// <summary>The same JSON with 0 in the place of Python's NaN and Infinity, every other byte in its place; null where there are none.</summary>
    internal static byte[]? WithoutNaN(ReadOnlySpan<byte> json)
    {
        byte[]? changed = null;
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] == '"') i += StringLength(json[i..]) - 1;
            var length = json[i..].StartsWith("NaN"u8) ? 3 : json[i..].StartsWith("Infinity"u8) ? 8 : 0;
            if (length == 0) continue;
            changed ??= json.ToArray();
            changed.AsSpan(i, length).Fill((byte)' ');
            changed[i] = (byte)'0';
        }
        return changed;
    }

    /// <summary>The bytes of the string that begins here, its quotes included.</summary>
    private static int StringLength(ReadOnlySpan<byte> json)
    {
        for (var i = 1; i < json.Length; i++)
        {
            if (json[i] == '\\') i++;
            else if (json[i] == '"') return i + 1;
        }
        return json.Length;
    }
}
