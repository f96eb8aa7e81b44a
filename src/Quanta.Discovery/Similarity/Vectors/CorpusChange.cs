using Quanta.Discovery.Runs;
using Quanta.LanguageModels;
using Quanta.LanguageModels.Devices;
using Quanta.Numerics.DenseAlgebra;

namespace Quanta.Discovery.Similarity.Vectors;

/// <summary>The vectors of one comparison.</summary>
/// <param name="All">Those of the tokens that are compared, then those of predictions all over the corpus, where something is measured over it.</param>
/// <param name="Count">How many are compared.</param>
/// <param name="Treatment">What is done to them, or null.</param>
internal sealed record ComparedVectors(ITokenVectors All, int Count, VectorTreatment? Treatment)
{
    public ITokenVectors Tokens() => All.Choose([.. Enumerable.Range(0, Count)]);

    /// <summary>Learns what the treatment measures over the corpus; null where it measures nothing.</summary>
    /// <param name="all">All vectors, or their sketches in the same order.</param>
    /// <param name="memoryBytes">What it may hold.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="observer">Is told of progress.</param>
    /// <param name="cancellation">Stops between layers.</param>
    /// <exception cref="ArgumentException">It does not fit into the memory.</exception>
    public CorpusChange? Learn(ITokenVectors all, long memoryBytes, int threads, IStageObserver observer, CancellationToken cancellation)
    {
        if (Treatment is not { IsLearned: true }) return null;
        using var reference = all.Choose([.. Enumerable.Range(Count, all.Count - Count)]);
        return CorpusChange.Learn(reference, Treatment, memoryBytes, threads, observer, cancellation);
    }
}

/// <summary>What the corpus says of unit vectors: their mean, and the directions that many of them share, which whitening shortens.</summary>
/// <remarks>With M centred unit vectors X [M, p] the whitened x is in proportion to x - B^T B x, where B = W X (<see cref="SymmetricRoots.WhiteningWeights"/>): no matrix of p^2 entries.</remarks>
internal sealed class CorpusChange : IDisposable
{
    /// <summary>Predictions of the corpus by which it is learned: as many as a tile of inner products holds.</summary>
    private const int ReferenceCount = IVectorOperations.LargestTile;

    private readonly DeviceVectors _mean;
    private readonly DeviceVectors? _shared;
    private readonly int _threads;

    private CorpusChange(DeviceVectors mean, DeviceVectors? shared, int threads) => (_mean, _shared, _threads) = (mean, shared, threads);

    /// <summary>What is held while vectors are compared, in bytes.</summary>
    public long HeldBytes => sizeof(float) * (_mean.Length + (_shared is { } shared ? (shared.Count + ReferenceCount / 4) * shared.Length : 0));

    /// <summary>Predictions spread evenly over the corpus.</summary>
    public static long[] ReferencePredictions(TokenDocuments documents)
    {
        var count = Math.Min(ReferenceCount, documents.PredictionCount);
        return [.. Enumerable.Range(0, (int)count).Select(i => (long)((Int128)i * documents.PredictionCount / count))];
    }

    /// <summary>Learns from vectors.</summary>
    public static CorpusChange Learn(
        ITokenVectors reference, VectorTreatment treatment, long memoryBytes, int threads, IStageObserver observer, CancellationToken cancellation)
    {
        var need = sizeof(float) * reference.Length * ((treatment.Whiten is null ? 1L : 2L) * reference.Count + 1);
        if (need > memoryBytes)
            throw new ArgumentException(
                $"Centring and whitening {reference.Kind} of {reference.Length:N0} entries by {reference.Count:N0} predictions of the corpus needs {Gigabytes.Of(need)}, but the memory limit "
                + $"leaves {Gigabytes.Of(memoryBytes)}. Raise --memory, or compare shorter vectors (--method sketch with fewer --dimensions).");
        using var progress = observer.Begin($"{reference.Kind} over the corpus", reference.Count, reference.Kind);
        using var operations = reference.Device.CreateVectorOperations(threads);
        using var vectors = new DeviceVectors(reference.Device, reference.Count, reference.Length);
        UnitVectors.Evaluate(reference, 0, reference.Count, vectors, operations, progress, cancellation);
        var mean = new DeviceVectors(reference.Device, 1, reference.Length);
        operations.Clear(mean.Range(0, 1));
        for (var i = 0; i < vectors.Count; i++) operations.AddScaled(vectors.Range(i, 1), 1.0 / vectors.Count, mean.Range(0, 1));
        for (var i = 0; i < vectors.Count; i++) operations.AddScaled(mean.Range(0, 1), -1, vectors.Range(i, 1));
        return new CorpusChange(mean, treatment.Whiten is { } damping ? SharedDirections(vectors, damping, operations, threads, cancellation) : null, threads);
    }

    /// <summary>Vectors as they are after it.</summary>
    public ITokenVectors Of(ITokenVectors vectors) => new ChangedVectors(vectors, this);

    /// <summary>Changes unit vectors.</summary>
    private void Apply(VectorRange range, DeviceVectors vectors, int count, IVectorOperations operations)
    {
        for (var i = 0; i < count; i++) operations.AddScaled(_mean.Range(0, 1), -1, range.Range(i, 1));
        if (_shared is null) return;
        const int together = ReferenceCount / 4;
        using var linear = vectors.Device.CreateOperations();
        using var parts = new DeviceVectors(vectors.Device, Math.Min(together, count), _shared.Count);
        using var shared = new DeviceVectors(vectors.Device, Math.Min(together, count), _shared.Length);
        var weight = _shared.Matrix(0, _shared.Count);
        for (int start = 0, now; start < count; start += now)
        {
            now = Math.Min(together, count - start);
            linear.Linear(vectors.Matrix(start, now), weight, default, parts.Matrix(0, now));
            linear.LinearInputGradient(parts.Matrix(0, now), weight, shared.Matrix(0, now));
            for (var i = 0; i < now; i++) operations.AddScaled(shared.Range(i, 1), -1, range.Range(start + i, 1));
        }
    }

    public void Dispose()
    {
        _mean.Dispose();
        _shared?.Dispose();
    }

    /// <summary>B, [M, p].</summary>
    private static DeviceVectors SharedDirections(DeviceVectors centred, double damping, IVectorOperations operations, int threads, CancellationToken cancellation)
    {
        var count = centred.Count;
        var gram = new double[(long)count * count];
        operations.Products(centred.Range(0, count), centred.Range(0, count), absolute: false, gram);
        using var weights = SymmetricRoots.WhiteningWeights(gram, damping, (int)Math.Min(count, centred.Length), threads, cancellation);
        var shared = new DeviceVectors(centred.Device, count, centred.Length);
        using var own = new DeviceVectors(centred.Device, count, count);
        for (var k = 0; k < count; k++) own.Upload(k, weights.Row(k));
        using var linear = centred.Device.CreateOperations();
        linear.LinearInputGradient(own.Matrix(0, count), centred.Matrix(0, count), shared.Matrix(0, count));
        return shared;
    }

    /// <summary>Unit vectors less the mean, whitened. Whoever compares them divides by the norm again.</summary>
    private sealed class ChangedVectors(ITokenVectors vectors, CorpusChange change) : ITokenVectors
    {
        public IDevice Device => vectors.Device;

        public string Kind => vectors.Kind;

        public int Count => vectors.Count;

        public long Length => vectors.Length;

        public ITokenVectors Choose(IReadOnlyList<int> chosen) => new ChangedVectors(vectors.Choose(chosen), change);

        public void Evaluate(int start, int count, DeviceVectors rows, IStageProgress progress, CancellationToken cancellation)
        {
            using var operations = Device.CreateVectorOperations(change._threads);
            UnitVectors.Evaluate(vectors, start, count, rows, operations, progress, cancellation);
            change.Apply(rows.Range(0, count), rows, count, operations);
        }

        public void Dispose()
        {
        }
    }
}
