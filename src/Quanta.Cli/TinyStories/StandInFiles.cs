using Quanta.Cli.Output;
using Quanta.Cli.Training;
using Quanta.Discovery;
using Quanta.Discovery.Corpus.Stories;
using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;
using Quanta.Discovery.TinyStories;
using Quanta.Formats.Tensors;
using Quanta.Formats.Text;
using Quanta.LanguageModels.Tokenization.Training;

namespace Quanta.Cli.TinyStories;

/// <summary>What stands in for the published files: stories, a vocabulary and a model, made once in a folder.</summary>
internal sealed class StandInFiles(StandInStories definition, string folder, IStageObserver observer, Computation computation, CancellationToken cancellation)
{
    /// <summary>Makes what is not there yet; a training that was interrupted goes on.</summary>
    /// <exception cref="InvalidDataException">The folder holds stories or a model of another definition.</exception>
    public StorySources Make()
    {
        var (stories, tokenizer, model) = (In("stories"), In($"tokenizer-{definition.VocabularyEntries}.json"), In($"models/{definition.Model.Name}"));
        StoryFolder.WriteOnce(stories, definition.Stories, observer, cancellation);
        var (train, validation) = (Path.Combine(stories, StoryFolder.TrainName), Path.Combine(stories, StoryFolder.ValidationName));
        if (!File.Exists(tokenizer)) TrainVocabulary(train, tokenizer);
        var job = new TrainingJob(observer, computation, TensorType.Float32, cancellation);
        job.Train(definition.Model, model, job.ReadCorpus(train, validation, tokenizer), new Results(TextWriter.Null, asJson: false));
        return new StorySources([validation], tokenizer, ModelFolder.Find(model).Single(), definition.Scale, ArePublished: false);
    }

    private void TrainVocabulary(string stories, string tokenizer)
    {
        var texts = JsonLines.ReadField(stories, "text").Select(field => field.Require());
        TokenizerFileWriter.Write(tokenizer, BytePairTrainer.Train(texts, new BytePairOptions { VocabularySize = definition.VocabularyEntries }, cancellation));
    }

    private string In(string name) => Path.Combine(folder, name);
}
