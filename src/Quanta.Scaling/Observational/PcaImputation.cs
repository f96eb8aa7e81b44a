namespace Quanta.Scaling.Observational;

/// <summary>Fills missing scores with what the others imply through a few principal components.</summary>
/// <param name="Mean">[d], of the known scores of the rows it was fitted to.</param>
/// <param name="Scale">[d], their standard deviations (of the population; 1 where they are all equal).</param>
/// <param name="Components">Of the filled rows, in units of <paramref name="Scale"/> about <paramref name="Mean"/>.</param>
/// <param name="Options">The options it was fitted with.</param>
/// <remarks>arXiv 2405.10938, section 3: missing scores begin at their column's mean; then the rows are projected on their first components and the missing
/// scores replaced by the projections' until they stay. Rows that were not fitted to are filled through the components of those that were.
/// <para>The published code iterates 1,000 times, since its stopping rule compares all scores with their projections, which never agree; this stops when
/// the filled scores rest, which is the same point.</para></remarks>
public sealed record PcaImputation(double[] Mean, double[] Scale, PrincipalComponents Components, ImputationOptions Options)
{
    /// <summary>Fits to rows with gaps (NaN) and fills them.</summary>
    /// <param name="rows">[n][d].</param>
    /// <param name="columns">[d], what messages call the columns.</param>
    /// <param name="options">The options.</param>
    /// <returns>The fitted imputation and the filled rows, clipped to the options' range.</returns>
    /// <exception cref="InvalidDataException">A column has no score at all.</exception>
    public static (PcaImputation Fitted, double[][] Filled) Fit(double[][] rows, IReadOnlyList<string> columns, ImputationOptions options)
    {
        var (mean, scale) = (new double[columns.Count], new double[columns.Count]);
        for (var j = 0; j < columns.Count; j++)
        {
            double[] known = [.. rows.Select(row => row[j]).Where(value => !double.IsNaN(value))];
            if (known.Length == 0)
                throw new InvalidDataException($"The benchmark '{columns[j]}' must have a score for at least one training model, but has none; leave it out.");
            mean[j] = known.Average();
            var deviation = Math.Sqrt(known.Average(value => (value - mean[j]) * (value - mean[j])));
            scale[j] = deviation > 0 ? deviation : 1;
        }
        double[][] filled = [.. rows.Select(row => Standardised(row, mean, scale))];
        var components = PrincipalComponents.Of(filled, options.Components);
        for (var iteration = 1; iteration < options.MaxIterations && !(Replace(rows, filled, components) <= options.Tolerance); iteration++)
            components = PrincipalComponents.Of(filled, options.Components);
        var fitted = new PcaImputation(mean, scale, components, options);
        return (fitted, [.. filled.Select(fitted.Raw)]);
    }

    /// <summary>Fills rows that the imputation was not fitted to; a row without any score gets the means.</summary>
    public double[][] Fill(double[][] rows)
    {
        double[][] filled = [.. rows.Select(row => Standardised(row, Mean, Scale))];
        for (var iteration = 0; iteration < Options.MaxIterations && !(Replace(rows, filled, Components) <= Options.Tolerance); iteration++)
        {
        }
        return [.. filled.Select(Raw)];
    }

    /// <summary>Puts projections into the gaps and returns the largest change.</summary>
    private static double Replace(double[][] rows, double[][] filled, PrincipalComponents components)
    {
        var change = 0.0;
        for (var i = 0; i < rows.Length; i++)
        {
            if (!rows[i].Any(double.IsNaN)) continue;
            var projected = components.Back(components.Transform(filled[i]));
            for (var j = 0; j < projected.Length; j++)
            {
                if (!double.IsNaN(rows[i][j])) continue;
                change = Math.Max(change, Math.Abs(projected[j] - filled[i][j]));
                filled[i][j] = projected[j];
            }
        }
        return change;
    }

    private static double[] Standardised(double[] row, double[] mean, double[] scale) =>
        [.. row.Select((value, j) => double.IsNaN(value) ? 0 : (value - mean[j]) / scale[j])];

    private double[] Raw(double[] row) => [.. row.Select((value, j) => Math.Clamp(value * Scale[j] + Mean[j], Options.Low, Options.High))];
}

/// <summary>How missing scores are filled in.</summary>
public sealed record ImputationOptions
{
    /// <summary>Components that describe the scores; the paper's value.</summary>
    public int Components { get; init; } = 1;

    public int MaxIterations { get; init; } = 1000;

    /// <summary>Filling stops when no filled score, in units of its column's standard deviation, still moves by more than this.</summary>
    public double Tolerance { get; init; } = 1e-12;

    /// <summary>The least score that may be filled in.</summary>
    public double Low { get; init; }

    /// <summary>The greatest score that may be filled in.</summary>
    public double High { get; init; } = 1;
}
