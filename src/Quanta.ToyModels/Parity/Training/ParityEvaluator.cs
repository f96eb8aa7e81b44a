using Quanta.ToyModels.Parity.Data;
using Quanta.ToyModels.Parity.Internals;
using Quanta.ToyModels.Parity.Networks;
using Quanta.ToyModels.Parity.Tasks;

namespace Quanta.ToyModels.Parity.Training;

/// <summary>Losses on fresh test data.</summary>
/// <param name="Step">Optimiser steps that the network had taken.</param>
/// <param name="MeanLoss">Nats, over the rows drawn; NaN if there were none.</param>
/// <param name="Accuracy">The fraction right of the rows drawn. The published script divides by the nominal test points instead, a little more.</param>
/// <param name="SubtaskLosses">[subtasks], nats, each over its own fresh rows.</param>
/// <param name="SubtaskAccuracies">[subtasks].</param>
public sealed record ParityEvaluation(long Step, double MeanLoss, double Accuracy, float[] SubtaskLosses, float[] SubtaskAccuracies);

/// <summary>Test losses as the published trainers log them: the mean on exact counts of every subtask, then every subtask on rows of its own.</summary>
internal sealed class ParityEvaluator : IDisposable
{
    private const int BlockTiles = 64;
    private readonly IParityNetwork _network;
    private readonly int[] _meanCounts, _subtaskCounts, _blockCounts;
    private readonly ulong _seed;
    private readonly int _threads;
    private readonly BitRows _rows;
    private readonly float[] _margins, _losses;

    public ParityEvaluator(ParityTask task, IParityNetwork network, SubtaskCounts counts, ParityOptions options, int threads)
    {
        (_network, _seed, _threads) = (network, options.Seed, threads);
        _meanCounts = counts.Exact(options.TestPoints);
        _subtaskCounts = [.. Enumerable.Repeat(options.TestPointsPerTask, task.Subtasks)];
        _blockCounts = new int[task.Subtasks];
        _rows = new BitRows(task, (int)Math.Min(BlockTiles * BitRows.TileRows, Math.Max(_meanCounts.Sum(n => (long)n), _subtaskCounts.Sum(n => (long)n))));
        (_margins, _losses) = (new float[_rows.Capacity], new float[_rows.Capacity]);
    }

    public ParityTask Task => _rows.Task;

    public ParityEvaluation Evaluate(long step)
    {
        var (meanLosses, meanRight) = Sums(_meanCounts, RandomPurpose.TestBits, step);
        var (losses, right) = Sums(_subtaskCounts, RandomPurpose.SubtaskBits, step);
        var rows = _meanCounts.Sum(n => (double)n);
        var perSubtask = (double)_subtaskCounts[0];
        return new ParityEvaluation(step, meanLosses.Sum() / rows, meanRight.Sum() / rows, [.. losses.Select(l => (float)(l / perSubtask))], [.. right.Select(r => (float)(r / perSubtask))]);
    }

    public void Dispose() => _rows.Dispose();

    /// <summary>The summed loss and the number right of each subtask, over blocks of rows in order.</summary>
    private (double[] Losses, double[] Right) Sums(int[] counts, RandomPurpose purpose, long step)
    {
        var (losses, right, left) = (new double[counts.Length], new double[counts.Length], (int[])counts.Clone());
        for (int block = 0, subtask = 0; ; block++)
        {
            subtask = TakeBlock(left, subtask);
            if (_rows.Count == 0) return (losses, right);
            FreshRows.Fill(_rows, _seed, purpose, step, block * BlockTiles, _threads);
            _network.Margins(_rows, _margins);
            CrossEntropy.Losses(_margins.AsSpan(0, _rows.Count), _losses);
            for (var row = 0; row < _rows.Count; row++)
            {
                losses[_rows.SubtaskOf[row]] += _losses[row];
                if (_margins[row] > 0) right[_rows.SubtaskOf[row]]++;
            }
        }
    }

    /// <summary>Moves as many rows as fit from what is left into the next block, and returns where to go on.</summary>
    private int TakeBlock(int[] left, int subtask)
    {
        Array.Clear(_blockCounts);
        for (var room = _rows.Capacity; room > 0 && subtask < left.Length;)
        {
            var taken = Math.Min(room, left[subtask]);
            _blockCounts[subtask] += taken;
            room -= taken;
            left[subtask] -= taken;
            if (left[subtask] == 0) subtask++;
        }
        _rows.Reset(_blockCounts);
        return subtask;
    }
}
