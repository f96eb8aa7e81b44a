using Quanta.Discovery.Losses;
using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Losses;
using Quanta.Scaling.NextTokens;

namespace Quanta.Cli.Prediction;

/// <summary>Models on disk as sources of logits, of which one at a time is in memory: they are asked one after another.</summary>
internal sealed class LoadedModels : IDisposable
{
    private readonly int[][] _tokens;
    private DecoderModel? _model;
    private string? _path;

    public LoadedModels(IEnumerable<ModelFolder> folders, int[][] tokens)
    {
        _tokens = tokens;
        All = [.. folders.Select(folder => new NextTokenMaker.Source(folder.Name, Parameters(folder), prefix => Logits(folder, prefix)))];
    }

    public IReadOnlyList<NextTokenMaker.Source> All { get; }

    public void Dispose() => _model?.Dispose();

    private static double Parameters(ModelFolder folder) =>
        DecoderParameters.Of(ArchitectureRegistry.ReadConfig(folder.ConfigPath)).Sum(parameter => (double)parameter.Length);

    private float[] Logits(ModelFolder folder, int prefix)
    {
        if (_path != folder.Path)
        {
            _model?.Dispose();
            (_model, _path) = (null, null);
            (_model, _path) = (DecoderModel.Load(folder.Path, DeviceRegistry.Default), folder.Path);
        }
        var tokens = _tokens[prefix];
        if (tokens.Length == 0) throw new InvalidDataException($"Prefix {prefix + 1} must have at least one token, but has none.");
        using var logits = NextTokenLogits.Compute(_model!, tokens);
        return logits.Row(tokens.Length - 1).ToArray();
    }
}
