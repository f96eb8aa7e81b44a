namespace Quanta.Discovery.Proof;

/// <summary>How clusters are tried by intervention.</summary>
public sealed record ProofOptions
{
    /// <summary>The clustering, e.g. "spectral-angular-k400".</summary>
    public required string Clustering { get; init; }

    /// <summary>How many clusters, the largest first, of those that can be halved.</summary>
    public int Clusters { get; init; } = 50;

    /// <summary>By how many nats a step raises the mean loss of the half of a cluster along whose gradient it goes.</summary>
    public double RiseNats { get; init; } = 0.5;

    /// <summary>The most tokens of a set.</summary>
    public int SetSize { get; init; } = 64;

    /// <summary>Of random sets, intervals and tests.</summary>
    public ulong Seed { get; init; }

    /// <summary>Checks the options before any work.</summary>
    /// <exception cref="ArgumentException">One is impossible.</exception>
    public void Validate()
    {
        if (Clusters < 1) throw new ArgumentException($"At least 1 cluster must be tried, but it is {Clusters}.");
        if (!(RiseNats > 0 && double.IsFinite(RiseNats))) throw new ArgumentException($"The rise of the loss must be above 0 nats and finite, but it is {RiseNats}.");
        if (SetSize < 1) throw new ArgumentException($"A set must have at least 1 token, but it is {SetSize}.");
    }
}

/// <summary>What interventions on a clustering's clusters did.</summary>
/// <param name="Clusters">One by one, by rank.</param>
/// <param name="Steps">Over the clusters: by how much held-out members lost more than others when the model was moved along the gradient of the cluster's other half.</param>
/// <param name="Heads">The same when the attention head was silenced that the other half needs most.</param>
public sealed record ProofResult(IReadOnlyList<ClusterProof> Clusters, ProofDifferences Steps, ProofDifferences Heads);

/// <summary>What interventions on one cluster did. Half of its members, of other documents than the other half, decide the intervention; the other half is measured.</summary>
/// <param name="Cluster">Its rank, 0 the largest.</param>
/// <param name="Size">Its members.</param>
/// <param name="Nearest">The rank of the cluster with the greatest mean similarity to it.</param>
/// <param name="Step">The length of the step in parameter space; null where the gradient is numerically 0, and no step was taken.</param>
/// <param name="SteppedRise">What the step did to the half along whose mean gradient it went, nats.</param>
/// <param name="ByStep">What it did to others.</param>
/// <param name="Layer">Of the head whose silence raises the loss of the deciding half most beyond that of all compared tokens.</param>
/// <param name="Head">Its number, 0 the first.</param>
/// <param name="ByHead">What its silence did to others.</param>
public sealed record ClusterProof(int Cluster, int Size, int Nearest, double? Step, double? SteppedRise, Damages? ByStep, int Layer, int Head, Damages ByHead);

/// <summary>Mean rises of the loss, in nats, by set of tokens; null where a set is empty.</summary>
/// <param name="HeldOut">The cluster's members that did not decide the intervention.</param>
/// <param name="Nearest">Members of the nearest cluster.</param>
/// <param name="SameToken">Tokens of other clusters that are predicted in the held-out members too.</param>
/// <param name="Random">Random tokens of other clusters.</param>
public sealed record Damages(double HeldOut, double? Nearest, double? SameToken, double? Random);

/// <summary>Held-out members less others, in nats, over the clusters.</summary>
public sealed record ProofDifferences(MeanDifference LessNearest, MeanDifference LessSameToken, MeanDifference LessRandom);

/// <summary>A mean over clusters.</summary>
/// <param name="Clusters">How many.</param>
/// <param name="Mean">Nats; null where there are none.</param>
/// <param name="Low">Lower end of the 95 % bootstrap interval over the clusters.</param>
/// <param name="High">Upper end.</param>
/// <param name="P">Two-sided, by drawing the clusters' signs anew.</param>
public sealed record MeanDifference(int Clusters, double? Mean, double? Low, double? High, double? P);
