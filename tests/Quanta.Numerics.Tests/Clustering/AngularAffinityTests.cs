using Quanta.Numerics.Clustering;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Tests.Clustering;

public class AngularAffinityTests
{
    [Fact]
    public void Known_angles_and_rounding_beyond_one()
    {
        float[] cosines = [1, 0, -1, 0.5f, 1.0000002f, -1.5f, float.NaN];
        AngularAffinity.Apply(cosines);
        float[] expected = [1, 0.5f, 0, 2f / 3, 1, 0];
        Expect.AllNear(expected, cosines.AsSpan(0, 6), 2e-7, "float32 rounding below 1");
        Assert.True(float.IsNaN(cosines[6]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    public void A_matrix_is_transformed_as_its_elements_are(int n)
    {
        using var matrix = new Matrix(n, 33);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < 33; j++) matrix[i, j] = (float)Math.Cos(i + 0.1 * j);
        AngularAffinity.Apply(matrix.View, threads: 2);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < 33; j++)
                Expect.Near(1 - Math.Acos(Math.Clamp((float)Math.Cos(i + 0.1 * j), -1, 1)) / Math.PI, matrix[i, j], 3e-7,
                    "float32 arccosine and rounding");
    }
}
