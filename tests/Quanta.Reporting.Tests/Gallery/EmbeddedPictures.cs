using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Quanta.Reporting.Tests.Gallery;

/// <summary>
/// Makes SVGs comparable across machines: compressors differ in their output for the same pixels, so a picture is replaced by what it decodes to.
/// </summary>
internal static partial class EmbeddedPictures
{
    /// <summary>The SVG with the hash of its chunks, pixel data decompressed, in place of each embedded PNG.</summary>
    public static string Decoded(string svg) =>
        DataUri().Replace(svg, match => Convert.ToHexString(SHA256.HashData(Contents(Convert.FromBase64String(match.Groups[1].Value)))));

    /// <summary>A PNG's chunks without their checksums, the pixel data decompressed.</summary>
    public static byte[] Contents(byte[] png)
    {
        using var contents = new MemoryStream();
        for (var at = 8; at < png.Length;)
        {
            var length = (png[at] << 24) | (png[at + 1] << 16) | (png[at + 2] << 8) | png[at + 3];
            var data = png.AsMemory(at + 8, length).ToArray();
            contents.Write(png, at + 4, 4);
            if (png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
            {
                using var pixels = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
                pixels.CopyTo(contents);
            }
            else
            {
                contents.Write(data);
            }
            at += length + 12;
        }
        return contents.ToArray();
    }

    [GeneratedRegex("data:image/png;base64,([A-Za-z0-9+/=]+)")]
    private static partial Regex DataUri();
}
