namespace Quanta.Numerics.Clustering.Density;

/// <summary>A tree of densities in which a cluster goes on while it loses fewer points than make a cluster, and ends where it falls into several that are large enough.</summary>
/// <remarks>Density rises as distance falls: it is 1 / distance (Campello et al. 2015) unless something else is said. Legend: a cluster is born at the density at which it parts from others; a point
/// leaves it at the density at which it is joined no longer.</remarks>
internal sealed class CondensedTree
{
    private readonly DensityTree _tree;
    private readonly int _minimumSize;
    private readonly Func<double, double> _densityAt;
    private readonly List<Cluster> _clusters = [];
    private readonly int[] _left;
    private readonly double[] _density;

    /// <param name="tree">Which points are joined at each distance.</param>
    /// <param name="minimumSize">The fewest points of a cluster.</param>
    /// <param name="densityAt">The density at a distance, not below 0; null: 1 / distance.</param>
    public CondensedTree(DensityTree tree, int minimumSize, Func<double, double>? densityAt = null)
    {
        (_tree, _minimumSize) = (tree, minimumSize);
        (_left, _density) = (new int[tree.Points], new double[tree.Points]);
        // Points that coincide would be infinitely dense.
        var least = Math.Max(tree.Nodes[^1].Length * 1e-12, double.Epsilon * 1e30);
        _densityAt = densityAt ?? (distance => 1 / Math.Max(distance, least));
        Descend();
    }

    /// <summary>The clusters with the greatest sum of excess masses of which none holds another.</summary>
    /// <param name="allowsOne">The whole may be one.</param>
    public HdbscanResult Select(bool allowsOne)
    {
        var (best, isChosen) = (new double[_clusters.Count], new bool[_clusters.Count]);
        for (var c = _clusters.Count - 1; c >= 0; c--)
        {
            var below = _clusters[c].Children.Sum(child => best[child]);
            isChosen[c] = (_clusters[c].Stability >= below || _clusters[c].Children.Count == 0) && (c > 0 || allowsOne);
            best[c] = isChosen[c] ? _clusters[c].Stability : below;
        }
        var owner = new int[_clusters.Count];
        for (var c = 0; c < owner.Length; c++)
        {
            var above = c > 0 ? owner[_clusters[c].Parent] : HdbscanResult.Noise;
            owner[c] = above != HdbscanResult.Noise ? above : isChosen[c] ? c : HdbscanResult.Noise;
        }
        return Result(owner);
    }

    private HdbscanResult Result(int[] owner)
    {
        var (densest, sizes) = (new double[_clusters.Count], new int[_clusters.Count]);
        for (var i = 0; i < _left.Length; i++)
        {
            if (owner[_left[i]] is var c && c == HdbscanResult.Noise) continue;
            densest[c] = Math.Max(densest[c], _density[i]);
            sizes[c]++;
        }
        var ranked = Enumerable.Range(0, _clusters.Count).Where(c => sizes[c] > 0).OrderByDescending(c => sizes[c]).ToArray();
        var rank = ranked.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var (labels, strengths) = (new int[_left.Length], new double[_left.Length]);
        for (var i = 0; i < labels.Length; i++)
        {
            var c = owner[_left[i]];
            (labels[i], strengths[i]) = c == HdbscanResult.Noise ? (HdbscanResult.Noise, 0) : (rank[c], densest[c] > 0 ? _density[i] / densest[c] : 1);
        }
        return new(labels, strengths, [.. ranked.Select(c => _clusters[c].Stability)]);
    }

    /// <summary>From the whole down: what is large enough makes clusters, what is not leaves.</summary>
    private void Descend()
    {
        var open = new Stack<(int Node, int Cluster)>();
        open.Push((_tree.Root, Add(parent: -1, birth: _densityAt(_tree.Nodes[^1].Length))));
        while (open.TryPop(out var at))
        {
            var (parts, length, _) = _tree.Nodes[at.Node - _tree.Points];
            var density = _densityAt(length);
            var large = parts.Where(part => _tree.SizeOf(part) >= _minimumSize).ToArray();
            foreach (var part in parts.Where(part => _tree.SizeOf(part) < _minimumSize)) Leave(part, at.Cluster, density);
            if (large.Length == 1) open.Push((large[0], at.Cluster));
            if (large.Length < 2) continue;
            foreach (var part in large)
            {
                _clusters[at.Cluster].Stability += _tree.SizeOf(part) * (density - _clusters[at.Cluster].Birth);
                open.Push((part, Add(at.Cluster, density)));
            }
        }
    }

    private int Add(int parent, double birth)
    {
        _clusters.Add(new(parent, birth));
        if (parent >= 0) _clusters[parent].Children.Add(_clusters.Count - 1);
        return _clusters.Count - 1;
    }

    /// <summary>All points of a part leave a cluster.</summary>
    private void Leave(int part, int cluster, double density)
    {
        var open = new Stack<int>([part]);
        while (open.TryPop(out var node))
        {
            if (node >= _tree.Points)
            {
                foreach (var below in _tree.Nodes[node - _tree.Points].Parts) open.Push(below);
                continue;
            }
            (_left[node], _density[node]) = (cluster, density);
            _clusters[cluster].Stability += density - _clusters[cluster].Birth;
        }
    }

    private sealed class Cluster(int parent, double birth)
    {
        public int Parent => parent;

        public double Birth => birth;

        public List<int> Children { get; } = [];

        public double Stability { get; set; }
    }
}
