using System.Text.Json.Nodes;
using Quanta.Formats.Numpy;

namespace Quanta.EndToEnd.Tests;

/// <summary>What a user does with the clusters of a run.</summary>
public sealed class UsingTests : IDisposable
{
    private readonly TinyWorld _world = new();

    public UsingTests() => Cluster("run", "60", "5,12");

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Clusterings_of_one_run_and_of_two_are_matched()
    {
        var own = Json("match", "--run", Run, "--clustering", "average-linkage-angular-k5", "--with-clustering", "average-linkage-angular-k12", "--out", _world.In("match.csv"));
        Assert.Equal(60, own["shared_tokens"]!.GetValue<int>());
        Assert.Equal(own["clusters_of_several_tokens"]!.GetValue<int>(), new[] { "kept", "split", "merged", "dissolved" }.Sum(fate => own[fate]!.GetValue<int>()));
        Assert.Equal(1 + own["clusters_of_several_tokens"]!.GetValue<int>() + own["of_the_other"]!.GetValue<int>(), File.ReadAllLines(_world.In("match.csv")).Length);
        Cluster("other", "40", "5");
        var two = Json("match", "--run", Run, "--clustering", "average-linkage-angular-k5", "--with", _world.In("other"), "--with-clustering", "average-linkage-angular-k5");
        Assert.InRange(two["shared_tokens"]!.GetValue<int>(), 2, 40);
    }

    [Fact]
    public void New_tokens_are_assigned_and_those_that_were_clustered_are_refused()
    {
        var members = Npy.Read(Path.Combine(Run, "selection", "predictions.npy")).ToInt64();
        var labels = Npy.Read(Path.Combine(Run, "clusters", "average-linkage-angular-k5.npy")).ToInt32();
        Npy.Write<long>(_world.In("own.npy"), [members[3], 1], 2);
        var refused = QuantaCommand.Run(["assign", "--run", Run, "--model", _world.Model, "--clustering", "average-linkage-angular-k5", "--predictions", _world.In("own.npy")]);
        Assert.Contains("among the run's own tokens", refused.Errors, StringComparison.Ordinal);
        long[] others = [.. Enumerable.Range(0, 200).Select(i => (long)i).Except(members).Take(3)];
        Npy.Write<long>(_world.In("new.npy"), others, 3);
        var found = Json("assign", "--run", Run, "--model", _world.Model, "--clustering", "average-linkage-angular-k5", "--predictions", _world.In("new.npy"), "--out", _world.In("labels.npy"), "--table", _world.In("t.csv"));
        Assert.Equal(3, found["tokens"]!.GetValue<int>());
        Assert.InRange(found["members_that_return_to_their_cluster"]!.GetValue<double>(), 0.5, 1);
        Assert.All(Npy.Read(_world.In("labels.npy")).ToInt32(), label => Assert.True(label == -1 || labels.Contains(label)));
        Assert.Equal(4, File.ReadAllLines(_world.In("t.csv")).Length);
        Assert.False(File.Exists(Path.Combine(Run, "assignment.npy")));
    }

    [Fact]
    public void The_nearest_tokens_are_those_of_the_similarity()
    {
        var rows = Json("nearest", "--run", Run, "--token", "7", "--count", "4").AsArray();
        Assert.Equal(5, rows.Count);
        Assert.Equal(7, rows[0]!["token"]!.GetValue<int>());
        var predictions = Npy.Read(Path.Combine(Run, "selection", "predictions.npy")).ToInt64();
        Assert.All(rows, row => Assert.Equal(predictions[row!["token"]!.GetValue<int>()], row["prediction"]!.GetValue<long>()));
        var cosines = Npy.Read(Path.Combine(Run, "similarity", "cosine.npy")).ToSingle();
        Assert.Equal(Enumerable.Range(0, 60).Where(i => i != 7).OrderByDescending(i => cosines[7 * 60 + i]).Take(4), rows.Skip(1).Select(row => row!["token"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData(2, "must be one of the 60 selected tokens", "nearest", "--token", "60")]
    [InlineData(1, "must name a file or a folder", "match", "--with", "nowhere")]
    public void What_is_not_there_is_said(int exitCode, string sentence, string verb, params string[] options)
    {
        var result = QuantaCommand.Run([verb, "--run", Run, .. options]);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
    }

    private string Run => _world.In("run");

    private void Cluster(string run, string count, string counts)
    {
        var result = QuantaCommand.Run(
            ["cluster", "--pile", _world.Pile, "--model", _world.Model, "--run", _world.In(run), "--threshold", "20", "--keep-inducible", "--count", count, "--similarity", "heads",
             "--clusterer", "average-linkage", "--counts", counts]);
        Assert.True(result.ExitCode == 0, result.Errors);
    }

    private static JsonNode Json(params string[] arguments)
    {
        var result = QuantaCommand.Run([.. arguments, "--json"]);
        Assert.True(result.ExitCode == 0, result.Errors);
        return JsonNode.Parse(result.Output)!;
    }
}
