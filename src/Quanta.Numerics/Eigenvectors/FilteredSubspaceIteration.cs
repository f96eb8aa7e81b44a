using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Eigenvectors;

/// <summary>The leading eigenpairs of a large symmetric operator by Chebyshev-filtered subspace iteration with locking.</summary>
/// <remarks>Zhou, Saad, Tiago and Chelikowsky 2006, "Self-consistent-field calculations using Chebyshev-filtered subspace iteration".
/// A round: filter the block, make it orthonormal, Rayleigh-Ritz; lock the leading pairs that have converged; take the smallest Ritz value as the
/// end of
/// the damped interval of the next round. Differs from the source in that the degree is bounded by what float32 bears: the largest value not yet
/// locked
/// may outgrow the smallest wanted one by <see cref="MaxGrowth"/> at most, since rounding along it grows with it.
/// <para>Legend: n size, k wanted, b = k and guards, q locked. Columns 0 ... q - 1 of the block are locked, the others active.</para></remarks>
internal sealed class FilteredSubspaceIteration : IDisposable
{
    /// <summary>Of a row of one of the filter's panels.</summary>
    public const int PanelBytes = 256 * sizeof(float);

    private const double MaxGrowth = 1e5, RelativeTolerance = 2e-6, Progress = 0.8;
    private const int MaxDegree = 40, MinGuards = 16, PatienceRounds = 4;

    private readonly ISymmetricOperator _a;
    private readonly LeadingEigenvectorsOptions _options;
    private readonly BlockProducts _products;
    private readonly ChebyshevFilter _filter;
    private readonly CancellationToken _cancellation;
    private readonly Matrix _block, _image;
    private readonly double[] _values, _residuals;
    private int _locked, _roundsWithoutProgress;
    private long _multiplied;
    private double _bestResidual = double.PositiveInfinity;

    public FilteredSubspaceIteration(ISymmetricOperator a, LeadingEigenvectorsOptions options, IMatrixProduct product, CancellationToken cancellation)
    {
        (_a, _options, _cancellation) = (a, options, cancellation);
        _products = new BlockProducts(product, options.Threads);
        _filter = new ChebyshevFilter(a, _products);
        var size = BlockSize(options);
        (_block, _image) = (new Matrix(a.Size, size), new Matrix(a.Size, size));
        (_values, _residuals) = (new double[size], new double[size]);
    }

    private MatrixView Locked => _block.View.Columns(0, _locked);

    private MatrixView Active => _block.View.Columns(_locked, _block.Columns - _locked);

    private MatrixView ActiveImage => _image.View.Columns(_locked, _block.Columns - _locked);

    /// <summary>b: the wanted vectors and the guards.</summary>
    public static int BlockSize(LeadingEigenvectorsOptions options) =>
        options.Count + Math.Max(MinGuards, (int)(options.GuardFraction * options.Count));

    public LeadingEigenvectorsResult Run(IProgress<double>? progress)
    {
        var random = new Philox(_options.Seed, StreamPurpose.EigenvectorStart.Stream());
        var bounds = SpectrumBounds.Estimate(_a, random, _products, _cancellation);
        for (var i = 0; i < _block.Rows; i++)
            foreach (ref var value in _block.Row(i)) value = (float)random.NextGaussian();
        Orthonormalization.Apply(Active, Locked, _products, _cancellation);
        Project();
        for (var round = 1; ; round++)
        {
            var magnitude = Math.Max(bounds.Magnitude, Math.Max(Math.Abs(_values[0]), Math.Abs(_values[^1])));
            var tolerance = _options.Tolerance * magnitude;
            Lock(tolerance);
            progress?.Report((double)Math.Min(_locked, _options.Count) / _options.Count);
            if (_locked >= _options.Count) return Result(EigenvectorStatus.Converged, round);
            if (IsStagnant()) return Result(EigenvectorStatus.Stagnated, round);
            if (round == _options.MaxRounds) return Result(EigenvectorStatus.RoundsExhausted, round);
            FilterOnce(bounds, tolerance);
        }
    }

    public void Dispose()
    {
        _block.Dispose();
        _image.Dispose();
    }

    private void FilterOnce(SpectrumBounds bounds, double tolerance)
    {
        var interval = (Low: Math.Min(bounds.Lowest, _values[^1]), High: _values[^1]);
        var width = Math.Max(interval.High - interval.Low, 10 * tolerance);
        interval.Low = interval.High - width;
        var degree = Degree(interval, tolerance);
        _filter.Apply(Active, ActiveImage, Locked, interval, degree, _cancellation);
        _multiplied += (long)(degree - 1) * Active.ColumnCount;
        Orthonormalization.Apply(Active, Locked, _products, _cancellation);
        Project();
    }

    private void Project()
    {
        _a.Apply(Active, ActiveImage);
        _multiplied += Active.ColumnCount;
        var values = RayleighRitz.Apply(Active, ActiveImage, _products, _cancellation);
        var residuals = ColumnReductions.ResidualNorms(ActiveImage, Active, values, _options.Threads);
        values.CopyTo(_values, _locked);
        residuals.CopyTo(_residuals, _locked);
    }

    /// <summary>Locks the leading pairs within the tolerance, without a gap.</summary>
    private void Lock(double tolerance)
    {
        var before = _locked;
        while (_locked < _options.Count && _residuals[_locked] <= Math.Max(tolerance, RelativeTolerance * Math.Abs(_values[_locked]))) _locked++;
        if (_locked > before) (_roundsWithoutProgress, _bestResidual) = (0, double.PositiveInfinity);
    }

    /// <summary>Whether for some rounds no pair was locked and the first that is missing came no nearer.</summary>
    private bool IsStagnant()
    {
        var residual = _residuals[_locked];
        _roundsWithoutProgress = residual < Progress * _bestResidual ? 0 : _roundsWithoutProgress + 1;
        _bestResidual = Math.Min(_bestResidual, residual);
        return _roundsWithoutProgress == PatienceRounds;
    }

    /// <summary>Enough to bring the last wanted pair to the tolerance, but no more than float32 bears.</summary>
    private int Degree((double Low, double High) interval, double tolerance)
    {
        var (centre, half) = ((interval.High + interval.Low) / 2, (interval.High - interval.Low) / 2);
        double Rate(int i) => Math.Acosh(Math.Max(1 + 1e-9, (_values[i] - centre) / half));
        var (fastest, slowest) = (Rate(_locked), Rate(_options.Count - 1));
        var bearable = Math.Log(MaxGrowth) / (fastest - slowest);
        var needed = Math.Log(4 * Max(_residuals.AsSpan(_locked, _options.Count - _locked)) / tolerance) / slowest;
        return (int)Math.Clamp(Math.Min(bearable, needed), 2, MaxDegree);
    }

    private static double Max(ReadOnlySpan<double> values)
    {
        var max = 0.0;
        foreach (var value in values) max = Math.Max(max, value);
        return max;
    }

    /// <summary>The wanted pairs in the order of their values: pairs locked in different rounds may differ from it by rounding.</summary>
    private LeadingEigenvectorsResult Result(EigenvectorStatus status, int rounds)
    {
        var order = Enumerable.Range(0, _options.Count).OrderByDescending(k => _values[k]).ToArray();
        var vectors = new Matrix(_a.Size, order.Length);
        for (var i = 0; i < _a.Size; i++)
        {
            Span<float> source = _block.Row(i), target = vectors.Row(i);
            for (var k = 0; k < order.Length; k++) target[k] = source[order[k]];
        }
        var (values, residuals) = (Array.ConvertAll(order, k => _values[k]), Array.ConvertAll(order, k => _residuals[k]));
        return new LeadingEigenvectorsResult(values, vectors, residuals, status, rounds, _multiplied);
    }
}
