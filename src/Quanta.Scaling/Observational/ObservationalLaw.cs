using System.Text.Json;
using System.Text.Json.Serialization;
using Quanta.Formats.Files;
using Quanta.Numerics.Statistics;
using Quanta.Scaling.Observational.Tables;

namespace Quanta.Scaling.Observational;

/// <summary>A fitted law: everything that is needed to predict a score for models it has not seen.</summary>
/// <param name="Target">The predicted column.</param>
/// <param name="Low">The target's value at 0 of the normalised score.</param>
/// <param name="High">The target's value at 1 of the normalised score.</param>
/// <param name="Predictor">What it is predicted from.</param>
/// <param name="Response">From predictors to the normalised score.</param>
public sealed record ObservationalLaw(string Target, double Low, double High, Predictor Predictor, Response Response)
{
    /// <summary>The benchmarks behind the components; empty for laws of one column.</summary>
    public IReadOnlyList<string> Benchmarks { get; init; } = [];

    /// <summary>Fills missing benchmarks; null for laws of one column.</summary>
    public PcaImputation? Imputation { get; init; }

    /// <summary>Of the filled benchmarks; null for laws of one column.</summary>
    public PrincipalComponents? Components { get; init; }

    public EquivalentScale? Equivalent { get; init; }

    /// <summary>Each benchmark's weight in z, [benchmarks]: the response's weights through the components. Empty for laws of one column.</summary>
    public double[] BenchmarkWeights() => Components is null
        ? []
        : [.. Enumerable.Range(0, Benchmarks.Count).Select(j => Response.Weights.Select((weight, k) => weight * Components.Directions[k][j]).Sum())];

    /// <summary>z where all benchmarks are 0, so that z is this plus the weighted benchmarks; the response's own intercept is z at their mean.</summary>
    public double InterceptAtZero() => Components is null
        ? Response.Intercept
        : Response.Intercept - BenchmarkWeights().Select((weight, j) => weight * Components.Mean[j]).Sum();

    /// <summary>The predictors of each model, [models][k]; NaN where a law's one column has no value.</summary>
    public double[][] Predictors(ModelTable table)
    {
        if (Predictor.Column is { } column) return [.. table[column].Select(value => new[] { Math.Log(value + Predictor.LogOffset) })];
        var filled = Imputation!.Fill(table.Rows(Benchmarks));
        return Array.ConvertAll(filled, row => Components!.Transform(row)[..Predictor.Components]);
    }

    /// <summary>The capability of each model, [models].</summary>
    public double[] Linear(ModelTable table) => Array.ConvertAll(Predictors(table), x => Response.Linear(x));

    /// <summary>The predicted score of each model in the target's own units, [models].</summary>
    public double[] Predict(ModelTable table) => Array.ConvertAll(Linear(table), z => Low + (High - Low) * Response.OfLinear(z));

    /// <summary>A score as a share of the way from <see cref="Low"/> to <see cref="High"/>.</summary>
    public double Normalised(double score) => (score - Low) / (High - Low);
}

/// <summary>What a score is predicted from.</summary>
/// <param name="Components">How many principal components of the benchmarks; 0 for the logarithm of one column instead.</param>
/// <param name="Column">That column: parameters or training compute. Null with components.</param>
public sealed record Predictor(int Components, string? Column = null)
{
    /// <summary>Keeps ln from zero as the published code does.</summary>
    internal const double LogOffset = 1e-9;

    /// <summary>The first components.</summary>
    public static Predictor Of(int components) => components >= 1
        ? new(components)
        : throw new ArgumentException($"A law needs at least one principal component, but {components} were asked for.", nameof(components));

    /// <summary>ln of one column.</summary>
    public static Predictor Log(string column) => new(0, column);

    /// <summary>For instance "3 components" or "log FLOPs (1E21)".</summary>
    public override string ToString() => Column is null ? $"{Components} component{(Components == 1 ? "" : "s")}" : $"log {Column}";
}

/// <summary>Capability as the compute that a reference family would need for it: z = Offset + Slope ln(compute).</summary>
/// <param name="Family">The reference family.</param>
/// <param name="Offset">z at a compute of 1 in the column's unit (1e21 operations).</param>
/// <param name="Slope">The growth of z a factor e of compute.</param>
/// <remarks>arXiv 2405.10938, section 3.4: an ordinary least-squares line through the family's models, train and test alike.</remarks>
public sealed record EquivalentScale(string Family, double Offset, double Slope)
{
    /// <summary>The family's compute that gives z, in the column's unit.</summary>
    public double Of(double z) => Math.Exp((z - Offset) / Slope);

    /// <summary>Fits the line; null where fewer than two of the family's models, or only one compute, are known.</summary>
    internal static EquivalentScale? Fit(ModelTable table, IReadOnlyList<double> z, string family, string column)
    {
        if (!table.Has(column)) return null;
        var compute = table[column];
        int[] rows = [.. Enumerable.Range(0, table.Count).Where(row => table.Families[row] == family && compute[row] > 0 && double.IsFinite(z[row]))];
        if (rows.Select(row => compute[row]).Distinct().Count() < 2) return null;
        var line = StraightLine.Fit([.. rows.Select(row => Math.Log(compute[row]))], [.. rows.Select(row => z[row])]);
        return new EquivalentScale(family, line.Intercept, line.Slope);
    }
}

/// <summary>Keeps fitted laws in JSON files.</summary>
public static class ObservationalLawFile
{
    /// <summary>Writes a law, atomically.</summary>
    public static void Write(string path, ObservationalLaw law) =>
        AtomicFile.WriteText(path, JsonSerializer.Serialize(law, ObservationalJson.Default.ObservationalLaw) + "\n");

    /// <summary>Reads a law.</summary>
    /// <exception cref="InvalidDataException">The file is not JSON, or does not hold a whole law.</exception>
    public static ObservationalLaw Read(string path)
    {
        try
        {
            var law = JsonSerializer.Deserialize(File.ReadAllText(path), ObservationalJson.Default.ObservationalLaw);
            return law is not null && IsWhole(law)
                ? law
                : throw new InvalidDataException(
                    $"{path} must hold a whole law as `quanta observational fit --out` writes it, but a part is missing or of the wrong length.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} must hold a law as `quanta observational fit --out` writes it: {e.Message}", e);
        }
    }

    private static bool IsWhole(ObservationalLaw law)
    {
        if (law is not { Target: not null, Predictor: not null, Response.Weights: not null }) return false;
        if (law.Predictor.Column is not null) return law.Response.Weights.Length == 1;
        var (width, count) = (law.Benchmarks?.Count ?? 0, law.Predictor.Components);
        return count > 0 && law.Response.Weights.Length == count
            && law is { Components: not null, Imputation: { Components: not null, Options: not null } imputation }
            && Fits(law.Components, width) && law.Components.Directions.Length == count
            && Fits(imputation.Components, width) && imputation.Mean?.Length == width && imputation.Scale?.Length == width;
    }

    private static bool Fits(PrincipalComponents components, int width) =>
        components.Mean?.Length == width && components.Directions is not null && components.Directions.All(direction => direction?.Length == width);
}

/// <summary>How a law looks as JSON: camelCase names, enumerations by name, unknown names refused.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ObservationalLaw))]
internal sealed partial class ObservationalJson : JsonSerializerContext;
