using System.IO.Compression;
using Quanta.Formats.Columns;
using Quanta.Formats.Numpy;
using Quanta.Formats.Pickles;
using Quanta.Formats.Tensors;
using Quanta.Formats.Tests.Files;
using Quanta.Formats.Text;

namespace Quanta.Formats.Tests.Damage;

/// <summary>Every reader of this library, with whole files for it and a way to read everything in them.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="WholeFiles">Files that it reads.</param>
/// <param name="ReadAll">Reads everything in a file.</param>
/// <param name="Allowance">Bytes that it may allocate beside what a file accounts for.</param>
internal sealed record Reader(string Name, Func<IEnumerable<byte[]>> WholeFiles, Action<string> ReadAll, long Allowance = 2_000_000)
{
    /// <summary>What the libraries for columns take for any file: pools of buffers, schemas. What a file claims is looked at before they believe it.</summary>
    private const long LibrariesBytes = 24_000_000;

    public static readonly Reader[] All =
    [
        new("npy", () => Goldens("f4.npy", "fortran.npy", "version2.npy", "version3.npy", "scalar.npy", "empty.npy"), path => Npy.Read(path).ToDouble()),
        new("mapped npy", () => Goldens("f4.npy", "fortran.npy", "i8.npy"), ReadMapped),
        new("npz", () => Goldens("stored.npz", "deflated.npz"), path => Npz.Read(path)),
        new("safetensors", () => [SafetensorsFile()], ReadTensors),
        new("torch", () => Goldens("state.pt", "legacy.pt"), ReadTensors),
        new("torch value", () => Goldens("tuple.pt", "legacy.pt"), path => TorchFile.Open(path).Dispose()),
        new("torch pickle", () => Goldens("state.pt").Select(InnerPickle), path => ReadTorchPickle(path)),
        new("text pickle", () => Goldens("protocol0.pkl", "python2.pkl"), path => Pickle.Read(path)),
        new("binary pickle", () => Goldens("protocol1.pkl", "protocol2.pkl", "protocol4.pkl", "protocol5.pkl", "numpy2.pkl"), path => Pickle.Read(path)),
        new("json lines", () => ["{\"text\": \"a \\u00e9\", \"meta\": {\"n\": [1, 2]}}\n{\"text\": \"b\"}\n"u8.ToArray()], ReadLines),
        new("gzip lines", () => Goldens("two-members.jsonl.gz"), ReadLines),
        new("zstd lines", () => Goldens("frames.jsonl.zst"), ReadLines),
        new("parquet", () => Goldens("none.parquet", "snappy.parquet", "zstd.parquet", "plain.parquet", "nested.parquet"), ReadColumns, LibrariesBytes),
        new("arrow", () => Goldens("large.arrow", "file.arrow", "saved/data-00000-of-00002.arrow"), ReadColumns, LibrariesBytes),
    ];

    private static IEnumerable<byte[]> Goldens(params string[] names) => names.Select(Golden.Bytes);

    private static void ReadMapped(string path)
    {
        using var mapped = Npy.Open(path);
        mapped.Read(0, new double[mapped.Count]);
    }

    private static void ReadTensors(string path)
    {
        using var source = TensorSource.OpenFile(path);
        foreach (var tensor in source.Tensors.Values)
        {
            if (TensorTypes.IsFloat(tensor.Type)) source.Read(tensor.Name, new float[tensor.Count]);
            else source.Read(tensor.Name, new long[tensor.Count]);
        }
    }

    private static void ReadLines(string path)
    {
        foreach (var _ in JsonLines.ReadField(path, "text")) continue;
    }

    private static void ReadColumns(string path)
    {
        foreach (var name in new[] { "text", "input_ids" })
        {
            using var file = ColumnFile.TryOpen(path, memoryBytes: 1 << 20);
            if (file?.Columns.FirstOrDefault(one => one.Name == name && one.Content != ColumnContent.Other) is not { } column) continue;
            foreach (var _ in file.Read(column, ["meta", "pile_set_name"], CancellationToken.None)) continue;
        }
    }

    private static byte[] SafetensorsFile()
    {
        using var folder = new TemporaryFolder();
        TensorContent[] tensors = [TensorContent.Of("weight", new float[] { 1, 2, 3, 4, 5, 6 }, 2, 3), TensorContent.Of("bias", new float[] { 1 }, 1)];
        Safetensors.Write(folder.File("a"), tensors);
        return File.ReadAllBytes(folder.File("a"));
    }

    /// <summary>The pickle inside a PyTorch file, to be damaged alone: within the archive its checksum would find most damage before the pickle is
    /// read.</summary>
    private static byte[] InnerPickle(byte[] archive)
    {
        using var zip = new ZipArchive(new MemoryStream(archive));
        using var pickle = zip.Entries.Single(entry => entry.Name == "data.pkl").Open();
        using var bytes = new MemoryStream();
        pickle.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static void ReadTorchPickle(string path)
    {
        var contents = new Dictionary<string, byte[]> { ["a/data.pkl"] = File.ReadAllBytes(path) };
        for (var storage = 0; storage < 20; storage++) contents[$"a/data/{storage}"] = new byte[96];
        File.WriteAllBytes(path + ".pt", ZipTests.Archive(contents, CompressionLevel.NoCompression));
        ReadTensors(path + ".pt");
    }
}
