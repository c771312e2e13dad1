export * from './assert-props';
