using Quanta.Numerics.Statistics;
using Quanta.Scaling.Observational.Tables;

namespace Quanta.Scaling.Observational;

/// <summary>How the first principal component grows with a family's training compute: PC-1 = Intercept + Slope ln(compute).</summary>
/// <param name="Family">The family.</param>
/// <param name="Models">Its models with known compute, at least three.</param>
/// <param name="Intercept">PC-1 at a compute of 1 in the column's unit.</param>
/// <param name="Slope">A family's efficiency in turning compute into capability.</param>
/// <param name="R2">The share of PC-1's variance within the family that it explains.</param>
public sealed record FamilyScaling(string Family, int Models, double Intercept, double Slope, double R2)
{
    private const int FewestModels = 3;

    /// <summary>A line for each family with at least three models (arXiv 2405.10938, section 3.3).</summary>
    public static IReadOnlyList<FamilyScaling> Of(ModelTable table, IReadOnlyList<string> benchmarks, ImputationOptions imputation, ModelColumns columns)
    {
        ModelTableFile.RequireFractions(table, benchmarks);
        var (_, filled) = PcaImputation.Fit(table.Rows(benchmarks), benchmarks, imputation);
        var components = PrincipalComponents.Of(filled, 1);
        var compute = table[columns.Flops];
        return
        [
            .. Enumerable.Range(0, table.Count).Where(row => compute[row] > 0).GroupBy(row => table.Families[row], StringComparer.Ordinal)
                .Where(family => family.Count() >= FewestModels && family.Select(row => compute[row]).Distinct().Count() > 1)
                .Select(family => (family.Key, Count: family.Count(), Line: StraightLine.Fit(
                    [.. family.Select(row => Math.Log(compute[row]))], [.. family.Select(row => components.Transform(filled[row])[0])])))
                .Select(fit => new FamilyScaling(fit.Key, fit.Count, fit.Line.Intercept, fit.Line.Slope, fit.Line.RSquared)),
        ];
    }
}
