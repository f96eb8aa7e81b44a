using Quanta.Formats.Numpy;
using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Clusters;

/// <summary>Reads similarity matrices.</summary>
internal static class SimilarityFile
{
    /// <summary>n of a matrix [n, n].</summary>
    /// <exception cref="InvalidDataException">The array is not [n, n] with n at least 1.</exception>
    public static int Points(string path)
    {
        using var file = Npy.Open(path);
        if (file.Shape is not [var rows, var columns] || rows != columns || rows is < 1 or > int.MaxValue)
            throw new InvalidDataException($"{path} must hold a similarity matrix [n, n], but its shape is ({string.Join(", ", file.Shape)}).");
        return (int)rows;
    }

    /// <summary>Reads a square matrix of numbers as float32.</summary>
    /// <exception cref="InvalidDataException">The array is not [n, n] with n at least 1.</exception>
    public static Matrix Read(string path)
    {
        var points = Points(path);
        var matrix = new Matrix(points, points);
        ReadInto(path, matrix);
        return matrix;
    }

    /// <summary>Reads a matrix again.</summary>
    /// <param name="path">The file.</param>
    /// <param name="matrix">As large as the array, overwritten.</param>
    public static void ReadInto(string path, Matrix matrix)
    {
        using var file = Npy.Open(path);
        for (var row = 0; row < matrix.Rows; row++) file.ReadRow(row, matrix.Row(row));
    }
}
