using System.IO.Compression;
using Quanta.Formats.Files;

namespace Quanta.Formats.Numpy;

/// <summary>.npz files: zip archives of .npy files.</summary>
public static class Npz
{
    private const string Extension = ".npy";

    /// <summary>Reads every array, by its name without the extension, as numpy.load names them.</summary>
    /// <remarks>Each entry's length and checksum are verified before it is decompressed into memory.</remarks>
    /// <exception cref="InvalidDataException">The archive or an array in it is damaged.</exception>
    public static IReadOnlyDictionary<string, NpyArray> Read(string path)
    {
        using var file = MappedFile.Open(path, "an .npz file");
        var arrays = new Dictionary<string, NpyArray>();
        foreach (var entry in ZipDirectory.Read(file).Values)
        {
            var name = entry.Name.EndsWith(Extension, StringComparison.Ordinal) ? entry.Name[..^Extension.Length] : entry.Name;
            if (!arrays.TryAdd(name, NpyArray.Load(entry.Verified()))) throw file.Bad($"it holds the array '{name}' twice.");
        }
        return arrays;
    }

    /// <summary>Writes arrays by name, atomically; numpy.load reads them.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="arrays">Names without an extension, and their arrays.</param>
    /// <param name="compress">Deflate the arrays, as numpy.savez_compressed does.</param>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NpyArray>> arrays, bool compress = false)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        var level = compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression;
        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var (name, array) in arrays)
            {
                var entry = archive.CreateEntry(name + Extension, level);
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero); // the same content gives the same bytes
                using var content = entry.Open();
                Npy.Write(content, array);
            }
        });
    }
}
