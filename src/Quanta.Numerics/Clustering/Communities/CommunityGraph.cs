using Quanta.Numerics.Neighbours;

namespace Quanta.Numerics.Clustering.Communities;

/// <summary>A graph whose nodes may stand for many. Legend: joining a node of size s to a community of size S, to which its edges weigh w, gains w - price s
/// S.</summary>
/// <param name="Starts">[n + 1]: where each node's edges begin.</param>
/// <param name="Targets">[edges, both ways], without loops.</param>
/// <param name="Weights">[edges, both ways], above 0.</param>
/// <param name="Sizes">[n]: weighted degrees in modularity, numbers of nodes in the constant Potts model.</param>
/// <param name="Price">What the options' resolution makes of a product of sizes.</param>
/// <param name="Unit">What a gain is divided by in the quality: the weight of all edges in modularity, 1 in the constant Potts model.</param>
/// <param name="Offset">What the quality has beyond the gains: in the constant Potts model a node is not paired with itself.</param>
internal sealed record CommunityGraph(int[] Starts, int[] Targets, double[] Weights, double[] Sizes, double Price, double Unit, double Offset)
{
    /// <summary>n.</summary>
    public int Count => Sizes.Length;

    public ReadOnlySpan<int> TargetsOf(int node) => Targets.AsSpan(Starts[node]..Starts[node + 1]);

    public ReadOnlySpan<double> WeightsOf(int node) => Weights.AsSpan(Starts[node]..Starts[node + 1]);

    /// <summary>A gain that rounding might make, of a node whose edges weigh so much: less is none.</summary>
    public static double Least(double strength) => 1e-10 * strength;

    public static CommunityGraph Of(SymmetricGraph graph, LeidenOptions options)
    {
        var weights = Array.ConvertAll(graph.Weights, weight => (double)weight);
        var total = weights.Sum();
        var isModularity = options.Quality == LeidenQuality.Modularity;
        var sizes = new double[graph.Count];
        for (var node = 0; node < sizes.Length; node++)
            sizes[node] = isModularity ? Sum(weights.AsSpan(graph.Starts[node]..graph.Starts[node + 1])) : 1;
        var price = !isModularity ? options.Resolution : total > 0 ? options.Resolution / total : 0;
        return new(graph.Starts, graph.Targets, weights, sizes, price, isModularity && total > 0 ? total / 2 : 1, isModularity ? 0 : price * graph.Count / 2);
    }

    /// <summary>Numbers labels 0 and on, in the order in which they appear.</summary>
    public static (int[] Numbers, int Count) Number(int[] labels)
    {
        var numbers = new Dictionary<int, int>();
        return ([.. labels.Select(label => numbers.TryGetValue(label, out var number) ? number : numbers[label] = numbers.Count)], numbers.Count);
    }

    /// <summary>The quality of a whole graph's communities.</summary>
    public double QualityOf(int[] labels)
    {
        var (within, sizes) = (new double[Count], new double[Count]);
        var (numbers, count) = Number(labels);
        for (var node = 0; node < Count; node++)
        {
            sizes[numbers[node]] += Sizes[node];
            var targets = TargetsOf(node);
            var weights = WeightsOf(node);
            for (var e = 0; e < targets.Length; e++)
                if (numbers[targets[e]] == numbers[node]) within[numbers[node]] += weights[e] / 2;
        }
        var sum = 0.0;
        for (var c = 0; c < count; c++) sum += within[c] - Price * sizes[c] * sizes[c] / 2;
        return (sum + Offset) / Unit;
    }

    /// <summary>Labels that take communities of several unconnected pieces apart, which never lowers the quality.</summary>
    public int[] Connected(int[] labels)
    {
        var pieces = new int[Count];
        Array.Fill(pieces, -1);
        var (open, count) = (new Stack<int>(), 0);
        for (var first = 0; first < Count; first++)
        {
            if (pieces[first] >= 0) continue;
            pieces[first] = count;
            open.Push(first);
            while (open.TryPop(out var node))
                foreach (var target in TargetsOf(node))
                {
                    if (pieces[target] >= 0 || labels[target] != labels[node]) continue;
                    pieces[target] = count;
                    open.Push(target);
                }
            count++;
        }
        return pieces;
    }

    /// <summary>The graph whose nodes are parts of this one.</summary>
    /// <param name="parts">[n]: 0 ... <paramref name="count"/> - 1.</param>
    /// <param name="count">How many parts.</param>
    public CommunityGraph Joined(int[] parts, int count)
    {
        var members = Enumerable.Range(0, Count).ToLookup(node => parts[node]);
        var (starts, sizes, scratch) = (new int[count + 1], new double[count], new WeightsByLabel(count));
        List<int> targets = [];
        List<double> weights = [];
        for (var part = 0; part < count; part++)
        {
            scratch.Clear();
            foreach (var node in members[part])
            {
                sizes[part] += Sizes[node];
                scratch.Add(TargetsOf(node), WeightsOf(node), parts);
            }
            foreach (var other in scratch.Labels)
            {
                if (other == part) continue;
                targets.Add(other);
                weights.Add(scratch[other]);
            }
            starts[part + 1] = targets.Count;
        }
        return new(starts, [.. targets], [.. weights], sizes, Price, Unit, Offset);
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum;
    }
}

/// <summary>How much edges weigh to each label.</summary>
internal sealed class WeightsByLabel(int labels)
{
    private readonly double[] _weights = new double[labels];
    private readonly List<int> _labels = [];

    /// <summary>Those to which there is an edge, in the order in which they were met.</summary>
    public IReadOnlyList<int> Labels => _labels;

    public double this[int label] => _weights[label];

    public void Add(ReadOnlySpan<int> targets, ReadOnlySpan<double> weights, int[] labelOf)
    {
        for (var e = 0; e < targets.Length; e++)
        {
            var label = labelOf[targets[e]];
            if (_weights[label] == 0) _labels.Add(label);
            _weights[label] += weights[e];
        }
    }

    public void Clear()
    {
        foreach (var label in _labels) _weights[label] = 0;
        _labels.Clear();
    }
}
