using System.Numerics;
using MathNet.Numerics.LinearAlgebra.Double;
using Quanta.Scaling.Observational.Tables;

namespace Quanta.Scaling.Observational.Selection;

/// <summary>Families as Gram matrices, ready for a search.</summary>
/// <remarks>V-optimality (arXiv 2405.10938, section 5) asks for the subset S that minimises trace(G inv(G_S)), the mean variance of predictions for all
/// models. In coordinates in which G is the identity this is the trace of inv(G_S), and G_S is the sum of the families' own Gram matrices.</remarks>
internal sealed class SubsetProblem
{
    // A pivot below this part of its diagonal is rounding of a singular matrix.
    private const double SmallestPivot = 1e-13;

    private readonly ModelTable _models;

    private SubsetProblem(ModelTable models, string[] families, int components, double[][] grams, ulong included, int most)
    {
        (_models, Families, Components, Grams, Included) = (models, families, components, grams, included);
        Counts = [.. families.Select(family => models.Families.Count(f => f == family))];
        Free = [.. Enumerable.Range(0, families.Length).Where(i => (included >> i & 1) == 0)];
        MostAdded = Math.Min(Free.Length, most - BitOperations.PopCount(included));
    }

    public string[] Families { get; }

    public int Components { get; }

    /// <summary>[families][components * (components + 1) / 2]: lower triangles, row by row, in the whitened coordinates.</summary>
    public double[][] Grams { get; }

    /// <summary>[families]: models.</summary>
    public int[] Counts { get; }

    /// <summary>A bit for each family that is always in.</summary>
    public ulong Included { get; }

    /// <summary>The other families' indices, ascending.</summary>
    public int[] Free { get; }

    /// <summary>How many of them may be added to the included ones; at least one is.</summary>
    public int MostAdded { get; }

    public int Models => _models.Count;

    public double[] IncludedGram()
    {
        var gram = new double[Components * (Components + 1) / 2];
        for (var i = 0; i < Families.Length; i++)
            if ((Included >> i & 1) != 0) Add(gram, Grams[i], gram);
        return gram;
    }

    public int IncludedCount => Enumerable.Range(0, Families.Length).Where(i => (Included >> i & 1) != 0).Sum(i => Counts[i]);

    /// <summary>How many subsets there are to search.</summary>
    public double Subsets
    {
        get
        {
            var (total, choices) = (0.0, 1.0);
            for (var added = 1; added <= MostAdded; added++)
            {
                choices *= (Free.Length - added + 1) / (double)added;
                total += Math.Round(choices);
            }
            return total;
        }
    }

    public static SubsetProblem Of(ModelTable table, SubsetOptions options)
    {
        var candidates = Candidates(table, options);
        var (_, filled) = PcaImputation.Fit(candidates.Rows(options.Benchmarks), options.Benchmarks, options.Imputation);
        var components = PrincipalComponents.Of(filled, options.Components);
        var rows = Whitened(Array.ConvertAll(filled, components.Transform), candidates);
        string[] families = [.. (options.Families ?? [.. candidates.Families.Distinct()]).Where(candidates.Families.Contains)];
        const int most = 64;
        if (families.Length > most)
            throw new InvalidDataException($"At most {most} families can be searched, but there are {families.Length}; name those to choose from.");
        var grams = Array.ConvertAll(families, family => Gram(rows, candidates, family));
        var included = 0UL;
        foreach (var family in options.Include)
        {
            var index = Array.IndexOf(families, family);
            if (index < 0)
                throw new InvalidDataException($"The included family '{family}' must be among those to choose from, which are {string.Join(", ", families)}.");
            included |= 1UL << index;
        }
        var problem = new SubsetProblem(candidates, families, options.Components, grams, included, options.MaxFamilies);
        if (problem.MostAdded < 1)
        {
            throw new ArgumentException(
                $"A subset of at most {options.MaxFamilies} families must have room beside the {options.Include.Count} included ones.", nameof(options));
        }
        return problem;
    }

    /// <summary>Adds one triangle to another.</summary>
    public static void Add(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> sum)
    {
        for (var i = 0; i < sum.Length; i++) sum[i] = a[i] + b[i];
    }

    /// <summary>-trace(inv(G_S)) by Cholesky: G_S = L L^T, so the trace is the squared norm of inv(L). Negative infinity where G_S is singular.</summary>
    public double Objective(ReadOnlySpan<double> gram, int models)
    {
        if (models < Components) return double.NegativeInfinity;
        Span<double> factor = stackalloc double[gram.Length], inverse = stackalloc double[gram.Length];
        var trace = 0.0;
        for (int i = 0, row = 0; i < Components; row += ++i)
        {
            for (int j = 0, column = 0; j <= i; column += ++j)
            {
                var sum = gram[row + j];
                for (var k = 0; k < j; k++) sum -= factor[row + k] * factor[column + k];
                if (j < i) factor[row + j] = sum / factor[column + j];
                else if (sum > SmallestPivot * gram[row + i]) factor[row + i] = Math.Sqrt(sum);
                else return double.NegativeInfinity;
            }
            // Row i of inv(L): (e_i - sum over k < i of L_ik inv(L)_k) / L_ii.
            for (var j = 0; j <= i; j++)
            {
                var sum = j == i ? 1.0 : 0.0;
                for (int k = j; k < i; k++) sum -= factor[row + k] * inverse[k * (k + 1) / 2 + j];
                inverse[row + j] = sum / factor[row + i];
                trace += inverse[row + j] * inverse[row + j];
            }
        }
        return -trace;
    }

    public FamilySubset Describe(ulong mask, double objective)
    {
        var chosen = Enumerable.Range(0, Families.Length).Where(i => (mask >> i & 1) != 0).ToArray();
        string[] names = [.. chosen.Where(i => (Included >> i & 1) == 0).Concat(chosen.Where(i => (Included >> i & 1) != 0)).Select(i => Families[i])];
        var rows = Enumerable.Range(0, _models.Count).Where(row => names.Contains(_models.Families[row]));
        return new FamilySubset(names, [.. rows.Select(row => _models.Models[row])], objective);
    }

    private static ModelTable Candidates(ModelTable table, SubsetOptions options)
    {
        ModelTableFile.RequireFractions(table, options.Benchmarks);
        var train = table.Take(options.Split.Divide(table, new double[table.Count]).Train);
        if (options.Families is { } families)
        {
            table.RequireFamilies(families);
            train = train.Where(row => families.Contains(train.Families[row]));
        }
        var alone = Enumerable.Range(0, train.Count).FirstOrDefault(row => train.Families[row].Length == 0, -1);
        if (alone >= 0)
            throw new InvalidDataException($"{table.Name} must name a family for every model to choose from, but names none for '{train.Models[alone]}'.");
        if (!options.ExcludeIncomplete) return train;
        var scores = train.Rows(options.Benchmarks);
        return train.Where(row => !scores[row].Any(double.IsNaN));
    }

    /// <summary>Coordinates in which the Gram matrix of all rows is the identity.</summary>
    private static double[][] Whitened(double[][] rows, ModelTable table)
    {
        var x = DenseMatrix.OfRowArrays(rows);
        var gram = x.TransposeThisAndMultiply(x);
        var eigen = gram.Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric);
        var values = eigen.EigenValues.Select(value => value.Real).ToArray();
        if (!(values.Min() > 1e-12 * values.Max()))
            throw new InvalidDataException(
                $"The models of {table.Name} must differ in {rows[0].Length} independent components, but differ in fewer; take fewer components.");
        var scaled = DenseMatrix.Create(values.Length, values.Length, (i, j) => eigen.EigenVectors[i, j] / Math.Sqrt(values[j]));
        return (x * scaled).ToRowArrays();
    }

    private static double[] Gram(double[][] rows, ModelTable table, string family)
    {
        var width = rows[0].Length;
        var gram = new double[width * (width + 1) / 2];
        for (var row = 0; row < rows.Length; row++)
        {
            if (table.Families[row] != family) continue;
            for (int i = 0, at = 0; i < width; i++)
                for (var j = 0; j <= i; j++) gram[at++] += rows[row][i] * rows[row][j];
        }
        return gram;
    }
}
