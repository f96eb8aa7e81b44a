namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>Keeps the rows of a sketch, chunk by chunk, over interruptions.</summary>
internal interface ISketchRows
{
    /// <summary>Whether a chunk was finished, now or in an earlier, interrupted run.</summary>
    bool IsDone(int chunk);

    void Write(int row, ReadOnlySpan<float> values);

    void Finish(int chunk);

    void Read(int row, Span<float> values);
}
