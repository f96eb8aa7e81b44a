using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using CommandLine;
using CommandLine.Text;
using Quanta.Cli.Clusters;
using Quanta.Cli.Corpus;
using Quanta.Cli.Emergence;
using Quanta.Cli.Models;
using Quanta.Cli.Observational;
using Quanta.Cli.Output;
using Quanta.Cli.Parity;
using Quanta.Cli.Parsing;
using Quanta.Cli.Planted;
using Quanta.Cli.Prediction;
using Quanta.Cli.Scaling;
using Quanta.Cli.TinyStories;
using Quanta.Cli.Training;
using Quanta.Cli.Verbs;

namespace Quanta.Cli;

/// <summary>From arguments to an exit code: parses, runs one verb, and has failures told.</summary>
internal static class CommandLineEntry
{
    /// <summary>The verbs that stand alone, and those that stand before verbs of their own.</summary>
    internal static readonly Type[] Verbs =
    [
        typeof(ClusterVerb), typeof(TokenizeVerb), typeof(LossesVerb), typeof(SelectVerb), typeof(SimilarityVerb), typeof(NeighboursVerb), typeof(SpectralVerb), typeof(CutVerb),
        typeof(SamplesVerb), typeof(ReportVerb), typeof(ProveVerb), typeof(MatchVerb), typeof(AssignVerb), typeof(NearestVerb), typeof(ImportVerb), typeof(TrainVerb), typeof(FitVerb), typeof(PlantedExperimentVerb), typeof(TinyStoriesVerb),
        typeof(CorpusGroupOptions), typeof(ModelsGroupOptions), typeof(ScalingGroupOptions), typeof(PredictionGroupOptions), typeof(ParityGroupOptions),
        typeof(EmergenceGroupOptions), typeof(ObservationalGroupOptions),
    ];

    /// <summary>Words that stand before verbs of their own, as in `quanta parity train`.</summary>
    internal static readonly Dictionary<string, Type[]> Groups = new()
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
        try
        {
            return Run(arguments, terminal);
        }
        catch (Exception problem)
        {
            return Failure.Tell(problem, terminal);
        }
    }

    private static int Run(string[] arguments, Terminal terminal)
    {
        // The parser has no long names of one letter; --x is meant as -x.
        arguments = [.. arguments.Select(argument => argument is ['-', '-', not '-'] ? argument[1..] : argument)];
        var verbs = arguments is [var group, ..] && Groups.TryGetValue(group, out var inGroup) ? inGroup : Verbs;
        var words = verbs == Verbs ? arguments : arguments[1..];
        var verb = words is [var name, ..] ? verbs.FirstOrDefault(type => type.GetCustomAttribute<VerbAttribute>()!.Name == name) : null;
        if (verb is not null) words = RenamedArguments.Renew(verb, words);
        if (verb is not null) GivenArguments.Check(verb, words[1..]);
        using var parser = new Parser(settings =>
        {
            settings.AllowMultiInstance = true; // GivenArguments refuses to repeat what is no list
            settings.CaseInsensitiveEnumValues = true;
            settings.HelpWriter = null;
            settings.ParsingCulture = CultureInfo.InvariantCulture;
        });
        var result = parser.ParseArguments(words, verbs);
        if (result is not Parsed<object> { Value: CommandArguments parsed }) return ShowUsage(result, terminal);
        parsed.Validate("quanta " + string.Join(' ', arguments[..(arguments.Length - words.Length + 1)]));
        return Execute(parsed, arguments, terminal);
    }

    private static int Execute(CommandArguments parsed, string[] arguments, Terminal terminal)
    {
        using var interruption = new CancellationTokenSource();
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        if (parsed is not Verb verb) return ParityGroup.Execute(parsed, terminal, interruption.Token);
        verb.Execute(new VerbContext(terminal, arguments, interruption.Token));
        return ExitCode.Done;

        void Interrupt(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interruption.Cancel();
        }
    }

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
        (isHelp ? terminal.Output : terminal.Errors).WriteLine(text);
        return isHelp ? ExitCode.Done : ExitCode.Usage;
    }
}

/// <summary>The command line asks for something that makes no sense: exit code 2.</summary>
internal sealed class UsageException(string sentence) : Exception(sentence);

/// <summary>The order of a verb's arguments in its help: what it takes, its own options, those of every verb, and help itself.</summary>
internal static class HelpOrder
{
    private static readonly HashSet<string> OfEveryVerb =
        [.. typeof(Verb).GetProperties().Select(property => property.GetCustomAttribute<OptionAttribute>()?.LongName).OfType<string>()];

    /// <summary>Compares two arguments of one verb; within a group the order of the code stays.</summary>
    public static int Compare(ComparableOption one, ComparableOption other) => (GroupOf(one), one.Index).CompareTo((GroupOf(other), other.Index));

    private static int GroupOf(ComparableOption argument) => argument switch
    {
        { IsValue: true } => 0,
        { LongName: "help" or "version" } => 3,
        _ => OfEveryVerb.Contains(argument.LongName) ? 2 : 1,
    };
}
