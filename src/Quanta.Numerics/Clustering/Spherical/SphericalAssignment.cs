using System.Numerics.Tensors;
using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Clustering.Spherical;

/// <summary>The nearest centre of each point, the lowest of equals, by as few products as bounds allow, and with the labels that all products would
/// give.</summary>
/// <remarks>Kept for each point are its cosine with its own centre, exactly, and for each group of centres a bound that no cosine with another centre of the
/// group exceeds (Ding et al. 2015, "Yinyang k-means", with the angles of Schubert, Lang and Feher 2021, "Accelerating spherical k-means", as the distance).
/// Centres that have not moved leave a bound as it is. Where moved ones could have come nearer than a point's own, the point is multiplied with all moved
/// centres; where a bound still does not rule a group out, with all of that group.
/// <para>A cosine is compared as the product computes it, and a product gives the same bits in any batch; only where a bound follows a moved centre by its
/// angle does rounding enter, for which it is widened.</para></remarks>
internal sealed class SphericalAssignment : IDisposable
{
    /// <summary>Points that a thread works on together.</summary>
    public const int Piece = 512;

    private readonly MatrixView _points;
    private readonly IMatrixProduct _product;
    private readonly int _threads;
    private readonly int[] _starts, _groupOf;
    private readonly Matrix _bounds;
    private readonly double _rounding;
    private bool _isFirst = true;
    private long _products;

    /// <param name="points">[n, d]: unit vectors.</param>
    /// <param name="groupStarts">[groups + 1]: where each group of centres begins.</param>
    /// <param name="product">Multiplies.</param>
    /// <param name="threads">Threads; the labels do not depend on it.</param>
    public SphericalAssignment(MatrixView points, int[] groupStarts, IMatrixProduct product, int threads)
    {
        (_points, _product, _threads, _starts) = (points, product, threads, groupStarts);
        _groupOf = [.. Enumerable.Range(0, Groups).SelectMany(group => Enumerable.Repeat(group, groupStarts[group + 1] - groupStarts[group]))];
        (_bounds, Cosines) = (new Matrix(points.RowCount, Groups), new float[points.RowCount]);
        // A cosine is a sum of chains of at most 512 fused multiply-adds of terms whose magnitudes add up to 1 at most; the vectors' own rounding is below that of 16 more; twice that.
        _rounding = Math.ScaleB(1, -23) * (Math.Min(points.ColumnCount, 512) + points.ColumnCount / 512 + 16);
    }

    /// <summary>[n]: of each point with its centre, as the product computes it.</summary>
    public float[] Cosines { get; }

    /// <summary>Cosines computed in the last round.</summary>
    public long Products => _products;

    private int Groups => _starts.Length - 1;

    /// <summary>The sum of squared distances to the centres.</summary>
    public double Inertia()
    {
        var sum = 0.0;
        foreach (var cosine in Cosines) sum += 2 - 2.0 * cosine;
        return sum;
    }

    /// <summary>Assigns every point.</summary>
    /// <param name="centres">The centres, and which of them moved since the last call.</param>
    /// <param name="labels">[n]: on entry those of the last call, any at the first; overwritten.</param>
    /// <param name="cancellation">Stops between pieces.</param>
    /// <returns>How many labels changed; all at the first call.</returns>
    public int Assign(SphericalCentres centres, int[] labels, CancellationToken cancellation)
    {
        using var moves = new CentreMoves(centres, _starts);
        var changed = _isFirst ? labels.Length : 0;
        _products = 0;
        Workers.RunPieces(labels.Length, Piece, _threads, (start, end) =>
        {
            using var work = new Workspace(_points.ColumnCount, Math.Max(moves.Centres.RowCount, SphericalStart.GroupSize));
            var before = labels.AsSpan(start, end - start).ToArray();
            CompareWithMoved(start, end, labels, centres, moves, work);
            for (var group = 0; group < Groups; group++) CompareWithGroup(start, end, group, labels, centres, work);
            Interlocked.Add(ref _products, work.Products);
            if (_isFirst) return;
            var differ = 0;
            for (var i = start; i < end; i++) differ += labels[i] == before[i - start] ? 0 : 1;
            Interlocked.Add(ref changed, differ);
        }, cancellation);
        _isFirst = false;
        return changed;
    }

    public void Dispose() => _bounds.Dispose();

    /// <summary>Multiplies the points that a moved centre may have come nearest to with all moved centres, and brings the bounds of the others up to
    /// date.</summary>
    private void CompareWithMoved(int start, int end, int[] labels, SphericalCentres centres, CentreMoves moves, Workspace work)
    {
        var open = new List<int>(end - start);
        for (var i = start; i < end; i++)
        {
            if (_isFirst)
            {
                open.Add(i);
                continue;
            }
            if (moves.HasMoved(labels[i])) Cosines[i] = work.Cosine(_product, _points.Rows(i, 1), centres.View.Rows(labels[i], 1));
            if (!IsRuledOut(i, moves)) open.Add(i);
            else foreach (var group in moves.Groups) _bounds[i, group] = moves.Widened(_bounds[i, group], group, _rounding);
        }
        var cosines = work.Multiply(_product, _points, open, moves.Centres);
        for (var row = 0; row < open.Count; row++) TakeMoved(open[row], cosines.Row(row), labels, moves);
    }

    private bool IsRuledOut(int point, CentreMoves moves)
    {
        foreach (var group in moves.Groups)
            if (!(moves.Widened(_bounds[point, group], group, _rounding) < Cosines[point])) return false;
        return true;
    }

    /// <summary>Takes a point's cosines with all moved centres into account.</summary>
    private void TakeMoved(int point, ReadOnlySpan<float> cosines, int[] labels, CentreMoves moves)
    {
        var (own, cosine) = (labels[point], Cosines[point]);
        var nearest = TensorPrimitives.IndexOfMax(cosines);
        var centre = moves.Moved[nearest];
        var isNearer = _isFirst || IsNearer(cosines[nearest], centre, cosine, own);
        if (isNearer) (labels[point], Cosines[point]) = (centre, cosines[nearest]);
        foreach (var group in moves.Groups)
        {
            var (from, to) = moves.RangeOf(group);
            var greatest = GreatestBut(cosines[from..to], moves.PlaceOf(labels[point]) - from);
            _bounds[point, group] = moves.IsWhole(group) ? greatest : Math.Max(_bounds[point, group], greatest);
        }
        if (isNearer && !_isFirst && !moves.HasMoved(own)) Raise(point, own, cosine);
    }

    /// <summary>Multiplies the points for which a group's bound rules it out no longer with all its centres.</summary>
    private void CompareWithGroup(int start, int end, int group, int[] labels, SphericalCentres centres, Workspace work)
    {
        var open = new List<int>();
        for (var i = start; i < end; i++)
            if (!(_bounds[i, group] < Cosines[i])) open.Add(i);
        if (open.Count == 0) return;
        var (first, count) = (_starts[group], _starts[group + 1] - _starts[group]);
        var cosines = work.Multiply(_product, _points, open, centres.View.Rows(first, count));
        for (var row = 0; row < open.Count; row++)
        {
            var point = open[row];
            var values = cosines.Row(row);
            var (own, cosine, nearest) = (labels[point], Cosines[point], TensorPrimitives.IndexOfMax<float>(values));
            var isNearer = IsNearer(values[nearest], first + nearest, cosine, own);
            if (isNearer) (labels[point], Cosines[point]) = (first + nearest, values[nearest]);
            _bounds[point, group] = GreatestBut(values, labels[point] - first);
            if (isNearer && _groupOf[own] != group) Raise(point, own, cosine);
        }
    }

    private void Raise(int point, int centre, float cosine)
    {
        ref var bound = ref _bounds[point, _groupOf[centre]];
        bound = Math.Max(bound, cosine);
    }

    private static bool IsNearer(float cosine, int centre, float other, int otherCentre) => cosine > other || (cosine == other && centre < otherCentre);

    /// <summary>The greatest value but for one place, which may lie outside; minus infinity where there is none.</summary>
    private static float GreatestBut(ReadOnlySpan<float> values, int place)
    {
        if (place < 0 || place >= values.Length) return values.IsEmpty ? float.NegativeInfinity : TensorPrimitives.Max(values);
        return Math.Max(GreatestBut(values[..place], -1), GreatestBut(values[(place + 1)..], -1));
    }

    /// <summary>What a thread multiplies in.</summary>
    private sealed class Workspace(int dimensions, int centres) : IDisposable
    {
        private readonly Matrix _gathered = new(Piece, dimensions), _cosines = new(Piece, centres), _one = new(1, 1);

        public long Products { get; private set; }

        public float Cosine(IMatrixProduct product, MatrixView point, MatrixView centre)
        {
            Products++;
            product.Multiply(point, centre.Transposed, _one.View);
            return _one[0, 0];
        }

        /// <returns>[chosen, centres].</returns>
        public MatrixView Multiply(IMatrixProduct product, MatrixView points, List<int> chosen, MatrixView centres)
        {
            var cosines = _cosines.View.Block(0, chosen.Count, 0, centres.RowCount);
            Products += (long)chosen.Count * centres.RowCount;
            product.Multiply(Rows(points, chosen), centres.Transposed, cosines);
            return cosines;
        }

        public void Dispose()
        {
            _gathered.Dispose();
            _cosines.Dispose();
            _one.Dispose();
        }

        /// <summary>Points that lie side by side are not copied.</summary>
        private MatrixView Rows(MatrixView points, List<int> chosen)
        {
            if (chosen.Count == 0) return points.Rows(0, 0);
            if (chosen[^1] - chosen[0] == chosen.Count - 1) return points.Rows(chosen[0], chosen.Count);
            for (var row = 0; row < chosen.Count; row++) points.Row(chosen[row]).CopyTo(_gathered.Row(row));
            return _gathered.Slice(0, chosen.Count);
        }
    }
}

/// <summary>The centres that moved, by group, and how far those of a group moved at most.</summary>
internal sealed class CentreMoves : IDisposable
{
    private readonly int[] _starts, _firsts, _places;
    private readonly double[] _cosines;
    private readonly Matrix? _gathered;

    /// <param name="centres">All centres.</param>
    /// <param name="starts">[groups + 1]: where each group begins.</param>
    public CentreMoves(SphericalCentres centres, int[] starts)
    {
        (_starts, Moved) = (starts, centres.Moved);
        (_firsts, _places, _cosines) = (new int[starts.Length], new int[centres.Count], new double[starts.Length - 1]);
        Array.Fill(_places, -1);
        for (var place = 0; place < Moved.Length; place++) _places[Moved[place]] = place;
        for (int group = 0, place = 0; group < _cosines.Length; group++)
        {
            _cosines[group] = 1;
            for (; place < Moved.Length && Moved[place] < starts[group + 1]; place++) _cosines[group] = Math.Min(_cosines[group], centres.DriftCosines[Moved[place]]);
            _firsts[group + 1] = place;
        }
        Groups = [.. Enumerable.Range(0, _cosines.Length).Where(group => _firsts[group + 1] > _firsts[group])];
        if (Moved.Length == centres.Count)
        {
            Centres = centres.View;
            return;
        }
        _gathered = new Matrix(Moved.Length, centres.View.ColumnCount);
        for (var place = 0; place < Moved.Length; place++) centres.View.Row(Moved[place]).CopyTo(_gathered.Row(place));
        Centres = _gathered.View;
    }

    /// <summary>Their numbers, ascending.</summary>
    public int[] Moved { get; }

    /// <summary>[moved, d].</summary>
    public MatrixView Centres { get; }

    /// <summary>The groups that have moved centres.</summary>
    public int[] Groups { get; }

    public bool HasMoved(int centre) => _places[centre] >= 0;

    /// <summary>A centre's place among those that moved; -1 for one that did not.</summary>
    public int PlaceOf(int centre) => _places[centre];

    /// <summary>Where a group's moved centres stand among all that moved.</summary>
    public (int From, int To) RangeOf(int group) => (_firsts[group], _firsts[group + 1]);

    /// <summary>Whether all centres of a group moved.</summary>
    public bool IsWhole(int group) => _firsts[group + 1] - _firsts[group] == _starts[group + 1] - _starts[group];

    /// <summary>What bounds the cosines with a group's centres when it bounded them before these moved: the cosine of the angle less the greatest
    /// move.</summary>
    public float Widened(float bound, int group, double rounding)
    {
        if (float.IsNegativeInfinity(bound)) return bound;
        var (before, move) = (Math.Clamp(bound + rounding, -1, 1), _cosines[group]);
        if (before >= move) return float.PositiveInfinity;
        return (float)(before * move + Math.Sqrt((1 - before * before) * (1 - move * move)) + 2 * rounding);
    }

    public void Dispose() => _gathered?.Dispose();
}
