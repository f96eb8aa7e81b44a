using System.Runtime.InteropServices;
using CommandLine;
using CommandLine.Text;
using Quanta.Cli.Corpus;
using Quanta.Cli.Emergence;
using Quanta.Cli.Models;
using Quanta.Cli.Observational;
using Quanta.Cli.Output;
using Quanta.Cli.Parity;
using Quanta.Cli.Planted;
using Quanta.Cli.Prediction;
using Quanta.Cli.Scaling;
using Quanta.Cli.Training;
using Quanta.Cli.Verbs;

namespace Quanta.Cli;

/// <summary>From arguments to an exit code: parses, runs one verb, and turns failures into one sentence.</summary>
internal static class CommandLineEntry
{
    private static readonly Type[] Verbs =
    [
        typeof(ClusterVerb), typeof(TokenizeVerb), typeof(LossesVerb), typeof(SelectVerb), typeof(SimilarityVerb), typeof(SpectralVerb), typeof(SamplesVerb),
        typeof(ReportVerb), typeof(ImportVerb), typeof(TrainVerb), typeof(FitVerb), typeof(PlantedExperimentVerb),
        typeof(CorpusGroupOptions), typeof(ModelsGroupOptions), typeof(ScalingGroupOptions), typeof(PredictionGroupOptions), typeof(ParityGroupOptions),
        typeof(EmergenceGroupOptions), typeof(ObservationalGroupOptions),
    ];

    /// <summary>Words that stand before verbs of their own, as in `quanta parity train`.</summary>
    private static readonly Dictionary<string, Type[]> Groups = new()
    {
        [ParityGroup.Name] = ParityGroup.Verbs,
        [CorpusGroup.Name] = CorpusGroup.Verbs,
        [ModelsGroup.Name] = ModelsGroup.Verbs,
        [ScalingGroup.Name] = ScalingGroup.Verbs,
        [PredictionGroup.Name] = PredictionGroup.Verbs,
        [EmergenceGroup.Name] = EmergenceGroup.Verbs,
        [ObservationalGroup.Name] = ObservationalGroup.Verbs,
    };

    public static int Run(string[] arguments)
    {
        var terminal = new Terminal();
        using var parser = new Parser(settings =>
        {
            settings.CaseInsensitiveEnumValues = true;
            settings.HelpWriter = null;
            settings.ParsingCulture = System.Globalization.CultureInfo.InvariantCulture;
        });
        // The parser has no long names of one letter; --x is meant as -x.
        arguments = [.. arguments.Select(argument => argument is ['-', '-', not '-'] ? argument[1..] : argument)];
        var result = arguments is [var name, ..] && Groups.TryGetValue(name, out var verbs)
            ? parser.ParseArguments(arguments[1..], verbs)
            : parser.ParseArguments(arguments, Verbs);
        return result is Parsed<object> { Value: var options } ? Run(options, arguments, terminal) : ShowUsage(result, terminal);
    }

    private static int Run(object options, string[] arguments, Terminal terminal)
    {
        using var interruption = new CancellationTokenSource();
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        try
        {
            if (options is not Verb verb) return ParityGroup.Execute(options, terminal, interruption.Token);
            verb.Execute(new VerbContext(terminal, arguments, interruption.Token));
            return ExitCode.Done;
        }
        catch (UsageException problem)
        {
            terminal.Error(problem.Message);
            return ExitCode.Usage;
        }
        catch (Exception problem) when (IsCancellation(problem))
        {
            terminal.Error("Interrupted. What was finished is saved; the same command goes on from there.");
            return ExitCode.Interrupted;
        }
        catch (Exception problem) when (Explain(problem) is { } sentence)
        {
            terminal.Error(sentence);
            return ExitCode.Failed;
        }

        void Interrupt(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interruption.Cancel();
        }
    }

    private static bool IsCancellation(Exception problem) =>
        problem is OperationCanceledException || (problem is AggregateException several && several.InnerExceptions.All(IsCancellation));

    /// <summary>The sentence for a failure that a user can do something about; null for a defect of ours, which keeps its stack trace.</summary>
    private static string? Explain(Exception problem) => problem switch
    {
        AggregateException several => Explain(several.InnerExceptions[0]),
        InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException or DllNotFoundException or NotFiniteNumberException =>
            Sentence.Of(problem),
        InsufficientMemoryException or OutOfMemoryException => "There is not enough memory. Lower --memory, --count or --documents, or use a larger machine.",
        _ => null,
    };

    private static int ShowUsage(ParserResult<object> result, Terminal terminal)
    {
        var errors = result.Errors.ToList();
        var isHelp = errors.Any(e => e.Tag is ErrorType.HelpRequestedError or ErrorType.HelpVerbRequestedError or ErrorType.VersionRequestedError);
        var isNoVerb = result.TypeInfo.Current == typeof(NullInstance);
        var text = errors.IsVersion() ? HelpText.AutoBuild(result).Heading : HelpText.AutoBuild(result, help =>
        {
            help.Copyright = "";
            help.AdditionalNewLineAfterOption = false;
            help.AddEnumValuesToHelpText = true;
            help.MaximumDisplayWidth = 120;
            help.OptionComparison = HelpOrder.Compare;
            return HelpText.DefaultParsingErrorsHandler(result, help);
        }, example => example, verbsIndex: isNoVerb);
        (isHelp ? terminal.Output : Console.Error).WriteLine(text);
        return isHelp ? ExitCode.Done : ExitCode.Usage;
    }
}
