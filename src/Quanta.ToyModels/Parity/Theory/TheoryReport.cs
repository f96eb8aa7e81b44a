namespace Quanta.ToyModels.Parity.Theory;

/// <summary>One closed form beside the exact value that it stands for.</summary>
/// <param name="Law">Which law.</param>
/// <param name="Alpha">The paper's alpha.</param>
/// <param name="At">Its argument: time, examples, skills or compute.</param>
/// <param name="Exact">The sum, simulation or minimum.</param>
/// <param name="ClosedForm">The formula.</param>
public sealed record TheoryCheck(string Law, double Alpha, double At, double Exact, double ClosedForm)
{
    public double Ratio => ClosedForm / Exact;
}

/// <summary>What <see cref="TheoryReport.Compute"/> covers.</summary>
public sealed record TheoryOptions
{
    public IReadOnlyList<double> Alphas { get; init; } = [0.4, 0.6, 1.0];

    public IReadOnlyList<double> Times { get; init; } = [1e4, 1e6];

    public IReadOnlyList<double> Examples { get; init; } = [1e4, 1e6];

    /// <summary>Sightings that teach a skill, for the data law.</summary>
    public IReadOnlyList<int> Shots { get; init; } = [1, 3];

    public IReadOnlyList<long> Skills { get; init; } = [100, 1000];

    public SkillDynamics Dynamics { get; init; } = new();
}

/// <summary>Predicted exponents of one alpha.</summary>
public sealed record TheoryExponents(double Alpha, double Parameters, double Steps, double Data, double Compute, double SkillsLearned);

/// <summary>The theory beside its numerical check.</summary>
public sealed record TheoryReport(IReadOnlyList<TheoryExponents> Exponents, IReadOnlyList<TheoryCheck> Checks)
{
    /// <exception cref="ArgumentException">An alpha is not positive.</exception>
    public static TheoryReport Compute(TheoryOptions options)
    {
        foreach (var alpha in options.Alphas)
            if (!(alpha > 0 && double.IsFinite(alpha))) throw new ArgumentException($"Every alpha must be a positive number, but one is {alpha}.");
        return new TheoryReport(
            [.. options.Alphas.Select(a => new TheoryExponents(a, ScalingLaws.ParameterExponent(a), ScalingLaws.TimeExponent(a), ScalingLaws.TimeExponent(a), ScalingLaws.ComputeExponent(a), ScalingLaws.SkillsExponent(a)))],
            [.. options.Alphas.SelectMany(a => ChecksOf(new ZipfLaw(a), options))]);
    }

    private static IEnumerable<TheoryCheck> ChecksOf(ZipfLaw law, TheoryOptions options)
    {
        var (alpha, dynamics) = (law.Alpha, options.Dynamics);
        var emergence = dynamics.EmergenceTime(law.Frequency(10));
        yield return new TheoryCheck("logistic skill", alpha, emergence, dynamics.Simulate(law.Frequency(10), emergence, 4000), dynamics.Strength(law.Frequency(10), emergence));
        foreach (var time in options.Times) yield return new TheoryCheck("time", alpha, time, dynamics.Loss(law, time), dynamics.AsymptoticLoss(law, time));
        foreach (var shots in options.Shots)
            foreach (var examples in options.Examples)
                yield return new TheoryCheck($"data, {shots}-shot", alpha, examples, ScalingLaws.DataLoss(law, examples, shots), ScalingLaws.AsymptoticDataLoss(law, examples, shots));
        foreach (var skills in options.Skills) yield return new TheoryCheck("parameters", alpha, skills, law.MassBeyond(skills), ScalingLaws.AsymptoticParameterLoss(law, skills));
        var (small, large) = (ScalingLaws.BestDivision(alpha, 1e12).Loss, ScalingLaws.BestDivision(alpha, 1e14).Loss);
        yield return new TheoryCheck("compute exponent", alpha, 1e12, -Math.Log(large / small) / Math.Log(100), ScalingLaws.ComputeExponent(alpha));
    }
}
