using Quanta.Discovery.Similarity.Tiles;
using Quanta.Discovery.Similarity.Vectors;
using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>Tensor sketches of gradients that are not formed, but for a random part that is compared.</summary>
internal sealed class TensorSketchMaker : ISketchMaker
{
    /// <summary>Compared gradients that are formed at a time.</summary>
    public const int FormedAtOnce = 2;

    private readonly ModelGradients _gradients;
    private readonly SketchOptions _options;
    private readonly HashSet<int> _compared;
    private readonly int _threads;
    private readonly TileProduct _tiles;
    private readonly Matrix _formed;
    private GradientSegments? _segments;

    public TensorSketchMaker(ModelGradients gradients, SketchOptions options, int threads, TileProduct tiles)
    {
        (_gradients, _options, _threads, _tiles) = (gradients, options, threads, tiles);
        _compared = [.. options.Draw(gradients.Count, options.ComparedVectors, SketchOptions.ComparedStream)];
        _formed = new Matrix(FormedAtOnce, gradients.Length);
    }

    public SketchKind Kind => SketchKind.Tensor;

    public int ComparedCount => _compared.Count;

    public bool IsCompared(int token) => _compared.Contains(token);

    /// <summary>Divides the dimensions among the weights as the audited gradients divide their squared norm.</summary>
    public void Prepare(Matrix audited) => _segments = new GradientSegments(_gradients.Parameters, audited, _options.Dimensions, _options.Seed);

    public void Make(int start, int count, Matrix audited, Matrix sketches, Matrix cosines, IStageProgress progress, CancellationToken cancellation)
    {
        for (var i = 0; i < count; i++) sketches.Row(i).Clear();
        _gradients.Factors(start, count, () => new GradientSketch(_segments!, sketches), progress, cancellation);
        int[] compared = [.. Enumerable.Range(start, count).Where(IsCompared)];
        var (chosen, exact) = (_gradients.Choose(compared), new TileRows(new FloatRows(audited.View), 0, audited.Rows));
        for (var done = 0; done < compared.Length; done += FormedAtOnce)
        {
            var now = Math.Min(FormedAtOnce, compared.Length - done);
            UnitVectors.Evaluate(chosen, done, now, _formed, _threads, progress, cancellation);
            for (var i = 0; i < now; i++) _tiles.Multiply(new TileRows(new FloatRows(_formed.View), i, 1), exact, cosines, compared[done + i] - start);
        }
    }

    public void Dispose() => _formed.Dispose();
}
