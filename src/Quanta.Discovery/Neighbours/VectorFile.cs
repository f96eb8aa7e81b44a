using Quanta.Formats.Numpy;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Neighbours;

namespace Quanta.Discovery.Neighbours;

/// <summary>Vectors in a .npy file, read when they are needed.</summary>
public sealed class VectorFile : IVectorRows, IDisposable
{
    private readonly MappedNpy _file;

    private VectorFile(MappedNpy file) => _file = file;

    public int Count => (int)_file.Shape[0];

    public int Dimensions => (int)_file.Shape[1];

    /// <summary>Opens a file.</summary>
    /// <exception cref="InvalidDataException">The array is not [n, d] with n and d at least 1.</exception>
    public static VectorFile Open(string path)
    {
        var file = Npy.Open(path);
        if (file.Shape is [>= 1 and <= int.MaxValue, >= 1 and <= int.MaxValue / sizeof(float)]) return new VectorFile(file);
        var shape = string.Join(", ", file.Shape);
        file.Dispose();
        throw new InvalidDataException($"{path} must hold vectors [n, d], but its shape is ({shape}).");
    }

    public void Read(int start, MatrixView target)
    {
        for (var i = 0; i < target.RowCount; i++) _file.ReadRow(start + i, target.Row(i));
    }

    public void Dispose() => _file.Dispose();
}

/// <summary>A graph of nearest neighbours as two .npy files, [n, k] each: int32 numbers, -1 for none, and float32 cosines.</summary>
/// <param name="Indices">The file of the numbers.</param>
/// <param name="Cosines">The file of the cosines.</param>
public sealed record GraphFiles(string Indices, string Cosines)
{
    /// <summary>n and k.</summary>
    /// <exception cref="InvalidDataException">The files are not two arrays [n, k].</exception>
    public (int Count, int Width) Shape()
    {
        using MappedNpy indices = Npy.Open(Indices), cosines = Npy.Open(Cosines);
        if (indices.Shape is not [>= 1 and <= int.MaxValue, >= 1 and <= int.MaxValue] || !indices.Shape.SequenceEqual(cosines.Shape))
            throw new InvalidDataException($"{Indices} and {Cosines} must hold the numbers and the cosines of neighbours, [n, k] both, but their shapes are "
                + $"({string.Join(", ", indices.Shape)}) and ({string.Join(", ", cosines.Shape)}).");
        return ((int)indices.Shape[0], (int)indices.Shape[1]);
    }

    /// <summary>Reads the graph.</summary>
    /// <exception cref="InvalidDataException">The files hold no such graph.</exception>
    public NeighbourGraph Read()
    {
        var (count, width) = Shape();
        var graph = new NeighbourGraph(count, width, Npy.Read(Indices).ToInt32(), Npy.Read(Cosines).ToSingle());
        try
        {
            graph.Validate();
        }
        catch (ArgumentException problem)
        {
            throw new InvalidDataException($"{Indices} and {Cosines} hold no graph of neighbours. {problem.Message}", problem);
        }
        return graph;
    }

    internal void Write(NeighbourGraph graph)
    {
        Npy.Write<int>(Indices, graph.Indices, graph.Count, graph.Width);
        Npy.Write<float>(Cosines, graph.Cosines, graph.Count, graph.Width);
    }
}
