using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Similarity.Vectors;

/// <summary>One vector a token, evaluated on demand: n of them would often not fit in memory.</summary>
public interface ITokenVectors
{
    /// <summary>What they are, in the plural, e.g. "gradients".</summary>
    string Kind { get; }

    /// <summary>How many vectors there are, n.</summary>
    int Count { get; }

    /// <summary>The number of entries of one, p.</summary>
    int Length { get; }

    /// <summary>Bytes that an evaluation holds beside its rows.</summary>
    long WorkspaceBytes { get; }

    /// <summary>Some of these vectors, in the order given.</summary>
    ITokenVectors Choose(IReadOnlyList<int> chosen);

    /// <summary>Evaluates vectors <paramref name="start"/> .. <paramref name="start"/> + <paramref name="count"/> - 1.</summary>
    /// <param name="start">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="rows">[at least count, p]; out: its first rows, not normalised. The same bits whatever else is asked in the same call.</param>
    /// <param name="progress">Told of each vector done.</param>
    /// <param name="cancellation">Stops between vectors.</param>
    void Evaluate(int start, int count, Matrix rows, IStageProgress progress, CancellationToken cancellation);
}
