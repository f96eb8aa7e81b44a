using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Corpus.Stories;
using Quanta.Discovery.Selection;
using Quanta.LanguageModels.Training;

namespace Quanta.Discovery.TinyStories;

/// <summary>Quanta discovery on a model of children's stories: the published one (Michaud et al. 2023, figure 14), and what stands in for it where its files are not.</summary>
/// <param name="Published">The published model and stories.</param>
/// <param name="StandIn">What is made in their place.</param>
/// <param name="ThresholdNats">Predictions with a loss below this are compared.</param>
/// <param name="DropInducible">Leave out tokens that end a trigram seen earlier in their story; the published experiment keeps them.</param>
/// <param name="Restarts">k-means restarts.</param>
/// <param name="Seed">Of the clustering.</param>
/// <param name="ContextTokens">How many tokens before the target the figure shows.</param>
/// <param name="SamplesShown">How many samples of a cluster the figure shows.</param>
/// <param name="Skills">What is looked for among the clusters.</param>
public sealed record TinyStoriesDefinition(
    PublishedStories Published, StandInStories StandIn, double ThresholdNats, bool DropInducible, int Restarts, ulong Seed, int ContextTokens, int SamplesShown,
    IReadOnlyList<StorySkill> Skills)
{
    /// <summary>Reads a definition from JSON, in snake_case names. Nothing may be missing, but what the model and the stories have defaults for.</summary>
    /// <exception cref="InvalidDataException">The file is no definition: not JSON, a field is unknown or missing, or a value impossible.</exception>
    public static TinyStoriesDefinition Read(string path)
    {
        try
        {
            var definition = JsonSerializer.Deserialize(File.ReadAllText(path), TinyStoriesJson.Default.TinyStoriesDefinition) ?? throw new JsonException("it holds null.");
            definition.Validate();
            return definition;
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path} is no experiment on stories: {problem.Message}", problem);
        }
    }

    /// <summary>The selection at a scale.</summary>
    public SelectionOptions SelectionAt(StoryScale scale) =>
        new() { ThresholdNats = ThresholdNats, DropInducible = DropInducible, Stride = scale.Stride, Count = scale.Count };

    /// <summary>The clustering at a scale.</summary>
    public ClusterOptions ClustersAt(StoryScale scale) => new() { Counts = [scale.Clusters], Restarts = Restarts, Seed = Seed };

    private void Validate()
    {
        StandIn.Stories.Validate();
        foreach (var scale in new[] { Published.Scale, StandIn.Scale })
        {
            SelectionAt(scale).Validate();
            ClustersAt(scale).Validate(scale.Count);
            if (scale.DocumentTokens < 2) throw new ArgumentException($"document_tokens must be at least 2, but it is {scale.DocumentTokens}.");
        }
        if (StandIn.Model.Context < StandIn.Scale.DocumentTokens)
            throw new ArgumentException($"document_tokens of the stand-in must be at most its model's context of {StandIn.Model.Context}, but it is {StandIn.Scale.DocumentTokens}.");
        if (!StandIn.Model.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw new ArgumentException($"the model's name becomes a folder's, so it must be of letters, digits, - and _, but it is \"{StandIn.Model.Name}\".");
        if (ContextTokens < 0) throw new ArgumentException($"context_tokens must be at least 0, but it is {ContextTokens}.");
        if (SamplesShown < 1) throw new ArgumentException($"samples_shown must be at least 1, but it is {SamplesShown}.");
        if (Skills.GroupBy(skill => skill.Name).FirstOrDefault(name => name.Count() > 1) is { } twice)
            throw new ArgumentException($"skills must have different names, but \"{twice.Key}\" comes {twice.Count()} times.");
        foreach (var skill in Skills) skill.Validate();
        if (!Skills.Any(skill => skill.IsShown)) throw new ArgumentException("at least one skill must have is_shown, as the figure shows these.");
    }
}

/// <summary>How much is compared.</summary>
/// <param name="DocumentTokens">Stories are cut to so many tokens.</param>
/// <param name="Stride">One of so many predictions below the threshold is compared.</param>
/// <param name="Count">At most so many are.</param>
/// <param name="Clusters">How many clusters they are divided into.</param>
public sealed record StoryScale(int DocumentTokens, int Stride, int Count, int Clusters);

/// <summary>The published model and stories, as the hub calls them, and what is known of them.</summary>
/// <param name="Model">OWNER/NAME of the model.</param>
/// <param name="Tokenizer">OWNER/NAME of the model whose tokenizer it uses.</param>
/// <param name="DataSet">OWNER/NAME of the data set.</param>
/// <param name="Split">Its split.</param>
/// <param name="Scale">The published scale.</param>
/// <param name="Known">Figures of the published files.</param>
public sealed record PublishedStories(string Model, string Tokenizer, string DataSet, string Split, StoryScale Scale, KnownFigures Known);

/// <summary>What stands in for the published model and stories.</summary>
/// <param name="Stories">The stories.</param>
/// <param name="VocabularyEntries">Entries of the vocabulary that is trained on them.</param>
/// <param name="Model">The model that is trained on them.</param>
/// <param name="Scale">The scale.</param>
public sealed record StandInStories(StoryOptions Stories, int VocabularyEntries, [property: JsonConverter(typeof(LadderRungConverter))] LadderRung Model, StoryScale Scale);

/// <summary>Reads a model as it stands in a ladder's definition.</summary>
internal sealed class LadderRungConverter : JsonConverter<LadderRung>
{
    public override LadderRung Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LadderFile.Parse(new JsonObject { ["models"] = new JsonArray(JsonNode.Parse(ref reader)) }).Models[0];

    public override void Write(Utf8JsonWriter writer, LadderRung value, JsonSerializerOptions options) => throw new NotSupportedException("Definitions are read only.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TinyStoriesDefinition))]
internal sealed partial class TinyStoriesJson : JsonSerializerContext;

/// <summary>What the published notebooks say of their files: whoever has the same files must find the same.</summary>
/// <param name="Stories">Stories of the split.</param>
/// <param name="LongestStory">The place of the longest one, from 0.</param>
/// <param name="LongestTokens">Its tokens.</param>
/// <param name="Predictions">Losses of all stories.</param>
/// <param name="LossIndex">A prediction of the first story.</param>
/// <param name="LossNats">Its loss, to four decimals.</param>
/// <param name="GradientEntries">The length of a gradient.</param>
public sealed record KnownFigures(int Stories, int LongestStory, int LongestTokens, long Predictions, int LossIndex, double LossNats, long GradientEntries)
{
    /// <summary>Half of the last published decimal, and 2e-5, by which losses in float32 differ between programs.</summary>
    private const double LossTolerance = 0.5e-4 + 2e-5;

    /// <summary>Compares with what was found.</summary>
    public IReadOnlyList<FigureCheck> Compare(KnownFigures found) =>
    [
        Exactly("stories", Stories, found.Stories),
        Exactly("the longest story", LongestStory, found.LongestStory),
        Exactly("its tokens", LongestTokens, found.LongestTokens),
        Exactly("predictions", Predictions, found.Predictions),
        Exactly("entries of a gradient", GradientEntries, found.GradientEntries),
        new($"loss {LossIndex} of the first story, nats", LossNats, found.LossNats, Math.Abs(LossNats - found.LossNats) <= LossTolerance),
    ];

    private static FigureCheck Exactly(string what, long published, long found) => new(what, published, found, published == found);
}

/// <summary>A published figure beside the one that was found.</summary>
/// <param name="What">Of what.</param>
/// <param name="Published">As published.</param>
/// <param name="Found">As found.</param>
/// <param name="Agrees">Whether they are the same, as far as the published one says.</param>
public sealed record FigureCheck(string What, double Published, double Found, bool Agrees);
