using System.Text.Json.Nodes;
using Quanta.Discovery.TinyStories;

namespace Quanta.Discovery.Tests.TinyStories;

public sealed class TinyStoriesDefinitionTests : IDisposable
{
    private static readonly string Committed = Path.Combine(Repository.Root, "experiments", "tinystories", "tinystories.json");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_committed_experiment_has_the_published_settings()
    {
        var definition = TinyStoriesDefinition.Read(Committed);
        Assert.Equal(new StoryScale(DocumentTokens: 2048, Stride: 100, Count: 10_000, Clusters: 400), definition.Published.Scale);
        Assert.Equal((0.693, false, 30, 0UL), (definition.ThresholdNats, definition.DropInducible, definition.Restarts, definition.Seed));
        Assert.Equal(new KnownFigures(21_990, 6475, 1075, 4_721_938, 8, 0.0506, 28_329_984), definition.Published.Known);
        Assert.Equal("gpt_neo", definition.StandIn.Model.Architecture);
        Assert.Equal(4, definition.Skills.Count(skill => skill.IsShown));
    }

    [Fact]
    public void What_the_model_does_not_say_has_its_default() =>
        Assert.Equal((0.95, 512), (Changed("stand_in.model", """{"name": "m", "hidden": 8, "layers": 1, "heads": 1}""") is var definition
            ? definition.StandIn.Model.Training.Beta2 : 0, definition.StandIn.Model.Context));

    [Theory]
    [InlineData("threshold_nats", null, "threshold_nats")]
    [InlineData("published.scale.count", null, "count")]
    [InlineData("stand_in.model", null, "model")]
    [InlineData("stand_in.model", "null", "model")]
    [InlineData("speed", "1", "speed")]
    [InlineData("threshold_nats", "0", "threshold must be positive")]
    [InlineData("threshold_nats", "\"low\"", "threshold_nats")]
    [InlineData("restarts", "0", "restart")]
    [InlineData("context_tokens", "-1", "context_tokens")]
    [InlineData("samples_shown", "0", "samples_shown")]
    [InlineData("published.scale.stride", "0", "stride")]
    [InlineData("published.scale.clusters", "10001", "cluster count")]
    [InlineData("stand_in.scale.document_tokens", "513", "context of 512")]
    [InlineData("stand_in.scale.document_tokens", "1", "document_tokens")]
    [InlineData("stand_in.stories.train_stories", "-1", "training stories")]
    [InlineData("stand_in.model.name", "\"../x\"", "../x")]
    [InlineData("stand_in.model.heads", "3", "num_attention_heads")]
    [InlineData("skills", "[]", "is_shown")]
    [InlineData("skills", """[{"name": "x", "pattern": "« a»", "is_shown": true}, {"name": "x", "pattern": "« b»"}]""", "\"x\" comes 2 times")]
    [InlineData("skills", """[{"name": "x", "pattern": " a$", "is_shown": true}]""", "« and »")]
    [InlineData("skills", """[{"name": "x", "pattern": "(« a»", "is_shown": true}]""", "(« a»")]
    public void A_wrong_file_is_refused_with_what_is_wrong(string field, string? value, string part)
    {
        var message = Assert.Throws<InvalidDataException>(() => Changed(field, value)).Message;
        Assert.Contains("is no experiment on stories", message, StringComparison.Ordinal);
        Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("not JSON")]
    public void What_is_no_object_is_refused(string text) => Assert.Throws<InvalidDataException>(() => Read(text));

    /// <summary>The committed definition with one field of another value, or without it.</summary>
    private TinyStoriesDefinition Changed(string field, string? value)
    {
        var root = JsonNode.Parse(File.ReadAllText(Committed))!;
        var path = field.Split('.');
        var parent = path[..^1].Aggregate(root, (node, name) => node[name]!).AsObject();
        parent.Remove(path[^1]);
        if (value is not null) parent[path[^1]] = JsonNode.Parse(value);
        return Read(root.ToJsonString());
    }

    private TinyStoriesDefinition Read(string text)
    {
        File.WriteAllText(_folder.File("tinystories.json"), text);
        return TinyStoriesDefinition.Read(_folder.File("tinystories.json"));
    }
}
