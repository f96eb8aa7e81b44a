using System.Text.Json.Nodes;
using Quanta.Discovery.Runs;
using Quanta.Formats.Files;

namespace Quanta.Discovery.Tests.Runs;

public sealed class StageRunnerTests : IDisposable
{
    private const string Artifact = "things/a.txt";
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_finished_stage_is_not_run_again()
    {
        Assert.True(Run(Stage(), "one"));
        Assert.False(Run(Stage(), "two"));
        Assert.Equal("one", File.ReadAllText(_temporary.File(Artifact)));
    }

    [Theory]
    [InlineData("other", "0", "threshold is 1 there and \"other\" here")]
    [InlineData("1", "f00d", "the input pile is another file there")]
    public void Other_settings_are_refused_and_named(string threshold, string pileHash, string difference)
    {
        Run(Stage(), "one");
        var problem = Assert.Throws<InvalidDataException>(() => Run(Stage(threshold, pileHash), "two"));
        Assert.Contains(difference, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stage_that_failed_before_it_left_anything_leaves_no_mark()
    {
        using (var failed = Session()) Assert.Throws<IOException>(() => StageRunner.Run(failed, Stage(), () => throw new IOException("refused")));
        Assert.Empty(RunFolder.OpenForReading(_temporary.Path).Stages);
        Assert.True(Run(Stage("other"), "two"));
    }

    [Fact]
    public void A_stage_that_was_killed_before_it_left_anything_may_have_other_settings()
    {
        using (var killed = Session()) killed.Folder.Put(Begun());
        Assert.True(Run(Stage("other"), "two"));
        Assert.Equal("two", File.ReadAllText(_temporary.File(Artifact)));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_stage_that_was_killed_after_it_left_something_is_refused_with_other_settings(bool leavesUnits)
    {
        using (var killed = Session())
        {
            killed.Folder.Put(Begun());
            Directory.CreateDirectory(_temporary.File("things"));
            if (leavesUnits)
                using (var array = new PartialArray(_temporary.File(Artifact), [4], 2, "test")) array.Finish([1]);
            else File.WriteAllText(_temporary.File(Artifact), "half of it");
        }
        Assert.Contains("was begun with other settings", Assert.Throws<InvalidDataException>(() => Run(Stage("other"), "two")).Message, StringComparison.Ordinal);
        Assert.True(Run(Stage(), "one"));
    }

    [Fact]
    public void Facts_that_the_work_finds_join_those_known_before()
    {
        using (var session = Session())
            StageRunner.Run(session, Stage() with { Facts = new JsonObject { ["size"] = 1 } }, () =>
            {
                AtomicFile.WriteText(session.Folder.PathOf(Artifact), "one");
                return new JsonObject { ["lines"] = 2 };
            });
        var facts = RunFolder.OpenForReading(_temporary.Path).Finished("things")!.Facts!;
        Assert.Equal("{\"size\":1,\"lines\":2}", facts.ToJsonString());
    }

    [Fact]
    public void A_stage_that_computes_says_on_what()
    {
        Run(Stage() with { Computes = true }, "one");
        Assert.Equal("cpu, managed", RunFolder.OpenForReading(_temporary.Path).Finished("things")!.ComputedBy);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_missing_or_changed_artifact_is_made_again(bool isDeleted)
    {
        Run(Stage(), "one");
        if (isDeleted) File.Delete(_temporary.File(Artifact));
        else File.WriteAllText(_temporary.File(Artifact), "edited");
        Assert.True(Run(Stage(), "one"));
        Assert.Equal("one", File.ReadAllText(_temporary.File(Artifact)));
    }

    [Fact]
    public void The_record_names_what_made_the_artifact()
    {
        Run(Stage(), "one");
        var record = RunFolder.OpenForReading(_temporary.Path).Finished("things")!;
        Assert.Equal("quanta test", record.Command);
        Assert.Equal("0", record.Inputs["pile"]);
        Assert.Equal("7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed", record.Artifacts[Artifact]);
    }

    [Fact]
    public void A_folder_with_other_things_is_refused()
    {
        File.WriteAllText(_temporary.File("thesis.tex"), "");
        Assert.Contains("not a run folder", Assert.Throws<InvalidDataException>(() => RunFolder.Open(_temporary.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ broken")]
    [InlineData("{\"schema\": 99, \"stages\": []}")]
    [InlineData("[]")]
    [InlineData("{\"stages\": [{}]}")]
    public void A_run_json_that_cannot_be_read_is_refused(string json)
    {
        File.WriteAllText(_temporary.File("run.json"), json);
        Assert.Contains("run.json", Assert.Throws<InvalidDataException>(() => RunFolder.Open(_temporary.Path)).Message, StringComparison.Ordinal);
    }

    /// <summary>The record that a stage leaves while it runs.</summary>
    private static StageRecord Begun() => new()
    {
        Stage = "things",
        Done = false,
        Command = "quanta test",
        Options = Stage().Options,
        Inputs = Stage().Inputs,
        Artifacts = new Dictionary<string, string> { [Artifact] = "" },
        Versions = new Dictionary<string, string>(),
        Started = default,
        Seconds = 0,
    };

    private RunSession Session() => new() { Folder = RunFolder.Open(_temporary.Path), Command = "quanta test" };

    private bool Run(StageDefinition stage, string content)
    {
        using var session = Session();
        return StageRunner.Run(session, stage, () => AtomicFile.WriteText(session.Folder.PathOf(Artifact), content));
    }

    private static StageDefinition Stage(string threshold = "1", string pileHash = "0") =>
        new("things", new JsonObject { ["threshold"] = JsonNode.Parse(threshold == "other" ? "\"other\"" : threshold) }, new Dictionary<string, string> { ["pile"] = pileHash }, [Artifact]);
}
