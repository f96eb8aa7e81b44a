using Quanta.LanguageModels.Devices;

namespace Quanta.Discovery.Similarity.Vectors;

/// <summary>Several vectors a token, each of length 1, end to end: their cosine is the weighted mean of the parts' cosines.</summary>
/// <param name="kind">What they are together.</param>
/// <param name="parts">The vectors.</param>
/// <param name="weights">Of their cosines; only proportions matter.</param>
/// <param name="threads">Threads; nothing else depends on it.</param>
internal sealed class JoinedVectors(string kind, IReadOnlyList<ITokenVectors> parts, IReadOnlyList<double> weights, int threads) : ITokenVectors
{
    /// <summary>Values of one part on their way to their place, unless a single vector has more.</summary>
    private const long LargestScratch = 1 << 24;

    public IDevice Device => parts[0].Device;

    public string Kind => kind;

    public int Count => parts[0].Count;

    public long Length => parts.Sum(part => part.Length);

    public ITokenVectors Choose(IReadOnlyList<int> chosen) => new JoinedVectors(kind, [.. parts.Select(part => part.Choose(chosen))], weights, threads);

    public void Evaluate(int start, int count, DeviceVectors vectors, IStageProgress progress, CancellationToken cancellation)
    {
        using var operations = Device.CreateOperations();
        using var own = Device.CreateVectorOperations(threads);
        var offset = 0L;
        foreach (var (part, weight) in parts.Zip(weights))
        {
            var together = (int)Math.Clamp(LargestScratch / Math.Max(1, part.Length), 1, Math.Max(1, count));
            using var values = new DeviceVectors(Device, together, part.Length);
            for (int done = 0, now; done < count; done += now)
            {
                now = Math.Min(together, count - done);
                UnitVectors.Evaluate(part, start + done, now, values, own, part == parts[0] ? progress : SilentObserver.Instance, cancellation);
                int[] to = [.. Enumerable.Range(done, now)];
                var place = vectors.Parts(to, offset, checked((int)part.Length));
                operations.Gather(values.Matrix(0, now), StackedRows.Singles(now), place);
                own.Scale(place, [.. Enumerable.Repeat(Math.Sqrt(weight / weights.Max()), now)]);
            }
            offset += part.Length;
        }
    }

    public void Dispose()
    {
        foreach (var part in parts) part.Dispose();
    }
}

/// <summary>Vectors of which each layer's part is divided by its norm, computed in float64; a part of norm 0 stays 0.</summary>
/// <param name="vectors">The vectors.</param>
/// <param name="threads">Threads; nothing else depends on it.</param>
internal sealed class LayeredVectors(ITokenVectors vectors, int threads) : ITokenVectors
{
    public IDevice Device => vectors.Device;

    public string Kind => vectors.Kind;

    public int Count => vectors.Count;

    public long Length => vectors.Length;

    public ITokenVectors Choose(IReadOnlyList<int> chosen) => new LayeredVectors(vectors.Choose(chosen), threads);

    public void Evaluate(int start, int count, DeviceVectors rows, IStageProgress progress, CancellationToken cancellation)
    {
        using var operations = Device.CreateVectorOperations(threads);
        vectors.Evaluate(start, count, rows, progress, cancellation);
        int[] all = [.. Enumerable.Range(0, count)];
        var norms = new double[count];
        foreach (var (offset, length) in vectors.Layers)
        {
            var part = rows.Parts(all, offset, checked((int)length));
            operations.Norms(part, norms);
            foreach (var norm in norms) UnitVectors.RequireFinite(norm, Kind);
            operations.Scale(part, [.. norms.Select(norm => norm == 0 ? 0 : 1 / norm)]);
        }
    }

    public void Dispose() => vectors.Dispose();
}
