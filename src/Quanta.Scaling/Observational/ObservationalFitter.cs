using Quanta.Numerics.Optimisation;
using Quanta.Scaling.Observational.Tables;

namespace Quanta.Scaling.Observational;

/// <summary>Fits observational scaling laws (Ruan, Maddison and Hashimoto 2024, arXiv 2405.10938).</summary>
/// <remarks>In order: normalise the target; drop models without it; split; keep the training models of the families asked for; fill the benchmarks' gaps by
/// components of the training models; take the filled benchmarks' principal components, fitted to the training models; fit the response to the training
/// models; express capability in a reference family's compute. Laws of size or compute are the same with ln of one column in place of components.</remarks>
public static class ObservationalFitter
{
    /// <summary>Fits one law.</summary>
    /// <param name="table">Models with benchmarks and the target.</param>
    /// <param name="target">The column to predict.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="InvalidDataException">A column is missing, a benchmark is no fraction, the target lies outside its range, or there are too few models.</exception>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public static ObservationalFit Fit(ModelTable table, string target, ObservationalOptions options, CancellationToken cancellation = default)
    {
        Check(table, target, options);
        var raw = table[target];
        RequireRange(table, target, options);
        var known = table.Where(row => !double.IsNaN(raw[row]));
        if (known.Count == 0) throw new InvalidDataException($"{table.Name} must have values in '{target}', but has none.");
        var scores = Scores(known, target, options);
        var rows = options.Split.Divide(known, scores);
        var (train, test) = (WithPredictor(Kept(known.Take(rows.Train), options), options), WithPredictor(known.Take(rows.Test), options));
        var law = Prepare(train, target, options);
        var fit = ResponseFitter.Fit(law.Predictors(train), Scores(train, target, options), options.Response, cancellation);
        law = law with { Response = fit.Response };
        law = law with { Equivalent = Equivalent(law, train, test, options) };
        return new ObservationalFit(law, train, test, Errors(law, train), Errors(law, test), fit.Status);
    }

    private static void Check(ModelTable table, string target, ObservationalOptions options)
    {
        if (!(options.High > options.Low))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The target's best value must be above its value at chance, but they are {options.High} and {options.Low}."),
                nameof(options));
        }
        table.RequireFamilies(options.TrainFamilies ?? []);
        if (options.Predictor.Column is not null) return;
        if (options.Benchmarks.Contains(target))
            throw new ArgumentException($"'{target}' cannot be predicted from itself; leave it out of the benchmarks.", nameof(options));
        var (components, benchmarks) = (options.Predictor.Components, options.Benchmarks.Count);
        if (components > benchmarks)
            throw new ArgumentException(
                $"{components} components need as many benchmarks, but there are {benchmarks}; take fewer components.", nameof(options));
        ModelTableFile.RequireFractions(table, options.Benchmarks);
    }

    /// <summary>A score may lie below chance, but not below nothing or above the best.</summary>
    private static void RequireRange(ModelTable table, string target, ObservationalOptions options)
    {
        var (least, values) = (Math.Min(0, options.Low), table[target]);
        for (var row = 0; row < table.Count; row++)
        {
            if (double.IsNaN(values[row]) || (values[row] >= least && values[row] <= options.High)) continue;
            var advice = options.High == 1 && values[row] is > 1 and <= 100 ? "If these are percentages, say --best 100." : "Correct the value, or leave it empty.";
            throw new InvalidDataException(FormattableString.Invariant(
                $"The target '{target}' must lie between {least} and {options.High}, but is {values[row]:G6} for {table.Models[row]} in {table.Name}. {advice}"));
        }
    }

    private static double[] Scores(ModelTable table, string target, ObservationalOptions options) =>
        [.. table[target].Select(value => (value - options.Low) / (options.High - options.Low))];

    private static ModelTable Kept(ModelTable train, ObservationalOptions options) =>
        options.TrainFamilies is { } families ? train.Where(row => families.Contains(train.Families[row])) : train;

    /// <summary>A law of one column leaves out the models that do not have it.</summary>
    private static ModelTable WithPredictor(ModelTable table, ObservationalOptions options) =>
        options.Predictor.Column is { } column ? table.Where(row => table[column][row] >= 0) : table;

    private static ObservationalLaw Prepare(ModelTable train, string target, ObservationalOptions options)
    {
        var law = new ObservationalLaw(target, options.Low, options.High, options.Predictor, new Response(options.Response.Form, 0, []));
        if (options.Predictor.Column is not null) return law;
        var (imputation, filled) = PcaImputation.Fit(train.Rows(options.Benchmarks), options.Benchmarks, options.Imputation);
        return law with { Benchmarks = options.Benchmarks, Imputation = imputation, Components = PrincipalComponents.Of(filled, options.Predictor.Components) };
    }

    private static EquivalentScale? Equivalent(ObservationalLaw law, ModelTable train, ModelTable test, ObservationalOptions options)
    {
        if (options.Predictor.Column is not null) return null;
        string[] families = [.. train.Families, .. test.Families];
        if (!train.Has(options.Columns.Flops)) return null;
        var compute = KeyValuePair.Create<string, double[]>(options.Columns.Flops, [.. train[options.Columns.Flops], .. test[options.Columns.Flops]]);
        var all = new ModelTable(train.Name, [.. train.Models, .. test.Models], families, [compute]);
        return EquivalentScale.Fit(all, [.. law.Linear(train), .. law.Linear(test)], options.ReferenceFamily, options.Columns.Flops);
    }

    private static Errors Errors(ObservationalLaw law, ModelTable table) =>
        Observational.Errors.Of(Array.ConvertAll(law.Predict(table), law.Normalised), [.. table[law.Target].Select(law.Normalised)]);
}

/// <summary>How an observational scaling law is fitted; the defaults are the paper's.</summary>
public sealed record ObservationalOptions
{
    /// <summary>The benchmarks whose principal components measure capability. They must not contain the target, nor make its prediction trivial.</summary>
    public IReadOnlyList<string> Benchmarks { get; init; } = PublishedModels.Benchmarks;

    public Predictor Predictor { get; init; } = Predictor.Of(3);

    /// <summary>The target's value at chance; it becomes 0.</summary>
    public double Low { get; init; }

    /// <summary>The target's best value; it becomes 1.</summary>
    public double High { get; init; } = 1;

    public ModelSplit Split { get; init; } = new NoSplit();

    /// <summary>Of the training models only those of these families are fitted, for instance a selected subset; the others are neither fitted nor predicted.
    /// Null for all.</summary>
    public IReadOnlyList<string>? TrainFamilies { get; init; }

    public ImputationOptions Imputation { get; init; } = new();

    public ResponseFitOptions Response { get; init; } = new();

    /// <summary>The family in whose compute capability is also expressed; where it has fewer than two models with known compute, it is not.</summary>
    public string ReferenceFamily { get; init; } = "Llama-2";

    public ModelColumns Columns { get; init; } = new();
}

/// <summary>A law, the models it was fitted to and tested on, and how well it does.</summary>
/// <param name="Law">The law.</param>
/// <param name="Train">The models it was fitted to.</param>
/// <param name="Test">The models it was to predict.</param>
/// <param name="TrainErrors">On the former.</param>
/// <param name="TestErrors">On the latter.</param>
/// <param name="Status">Why the search for its parameters stopped.</param>
public sealed record ObservationalFit(
    ObservationalLaw Law, ModelTable Train, ModelTable Test, Errors TrainErrors, Errors TestErrors, OptimisationStatus Status);
