using Quanta.Formats.Files;

namespace Quanta.Formats.Tensors;

/// <summary>.safetensors files: an 8-byte header length, a JSON header, and the tensors' bytes without gaps.</summary>
public static class Safetensors
{
    /// <summary>Opens a file. Its header is checked: every tensor lies within the data, and together they cover it without gaps or overlaps. Tensors of
    /// unknown element types are passed over (<see cref="ITensorSource.UnreadableTensors"/>).</summary>
    /// <exception cref="InvalidDataException">The file is no .safetensors file or is damaged.</exception>
    public static ITensorSource Open(string path)
    {
        var file = MappedFile.Open(path, "a .safetensors file");
        try
        {
            var (tensors, unreadable) = SafetensorsHeader.Read(file);
            return new StoredTensors(path, file, tensors, unreadable);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes tensors atomically, as Float32 or Float16, larger element types first and then by name, so that every tensor is
    /// aligned.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="tensors">Distinct names; each is filled when its turn comes, so one tensor at a time is in memory.</param>
    public static void Write(string path, IEnumerable<TensorContent> tensors)
    {
        TensorContent[] ordered =
        [
            .. tensors.OrderByDescending(tensor => TensorTypes.Size(tensor.Info.Type)).ThenBy(tensor => tensor.Info.Name, StringComparer.Ordinal),
        ];
        AtomicFile.Write(path, stream =>
        {
            stream.Write(SafetensorsHeader.Format([.. ordered.Select(tensor => tensor.Info)]));
            foreach (var tensor in ordered) tensor.WriteTo(stream);
        });
    }
}
