using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>Makes the sketches of a run of tokens, and the exact cosines that the audit compares them with.</summary>
internal interface ISketchMaker : IDisposable
{
    SketchKind Kind { get; }

    /// <summary>How many of the tokens are compared exactly.</summary>
    int ComparedCount { get; }

    /// <summary>Whether a token is compared exactly with the audited ones.</summary>
    bool IsCompared(int token);

    /// <summary>Learns from the audited vectors what it needs for the sketches.</summary>
    /// <param name="audited">[queries, p], of unit length.</param>
    void Prepare(Matrix audited);

    /// <summary>Makes sketches <paramref name="start"/> .. <paramref name="start"/> + <paramref name="count"/> - 1.</summary>
    /// <param name="start">The first token.</param>
    /// <param name="count">At most as many as a chunk has.</param>
    /// <param name="audited">[queries, p], of unit length.</param>
    /// <param name="sketches">[at least count, m]; out: not normalised.</param>
    /// <param name="cosines">[at least count, queries]; out: rows of compared tokens.</param>
    /// <param name="progress">Told of each vector evaluated.</param>
    /// <param name="cancellation">Stops between documents.</param>
    void Make(int start, int count, Matrix audited, Matrix sketches, Matrix cosines, IStageProgress progress, CancellationToken cancellation);
}
